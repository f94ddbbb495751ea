import { invalidArgValue, validateObject } from '../errors.ts';
import { checkCharacters, type HeaderPair } from './headers.ts';

const FORMAT = 'must be an array or string of format "</styles.css>; rel=preload; as=style"';
const link = /^(?:<[^>]*>)(?:\s*;\s*[^;"\s]+(?:=(")?[^;"\s]*\1)?)*$/;

/**
 * The headers of `response.writeEarlyHints`, none if there is nothing to tell.
 *
 * @throws ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_INVALID_CHAR
 */
export function earlyHints(hints: unknown): HeaderPair[] {
  validateObject(hints, 'hints');
  const { link: links, ...others } = hints as Record<string, string | string[] | null | undefined>;
  if (links === undefined || links === null) return [];
  if (typeof links !== 'string' && !Array.isArray(links)) throw invalidArgValue('hints', links, FORMAT);
  for (const one of [links].flat()) {
    if (typeof one !== 'string' || !link.test(one)) throw invalidArgValue('hints', one, FORMAT);
  }
  if (links.length === 0) return [];
  const joined = [links].flat().join(', ');
  checkCharacters(joined, 'header content', 'Link');
  return [['Link', joined], ...(Object.entries(others) as [string, string | string[]][])];
}
