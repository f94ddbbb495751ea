import { validateString } from './validators.ts';

const line =
  /^\s*(?:export\s+)?([\w.-]+)\s*=[^\S\n]*(?:'((?:[^'])*)'|"((?:[^"])*)"|`((?:[^`])*)`|([^\n#]*))?[^\n]*$/gm;

/** @see https://nodejs.org/api/util.html#utilparseenvcontent */
export function parseEnv(content: string): Record<string, string> {
  validateString(content, 'content');
  const variables: Record<string, string> = {};
  for (const [, name = '', single, double, backtick, bare] of content
    .replaceAll('\r\n', '\n')
    .matchAll(line)) {
    variables[name] = single ?? double?.replaceAll('\\n', '\n') ?? backtick ?? bare?.trim() ?? '';
  }
  return variables;
}
