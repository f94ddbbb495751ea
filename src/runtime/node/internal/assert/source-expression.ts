import { sourceOf } from '../../../thread/source-registry.ts';

/**
 * The text of the call in the program that led here, as far as its line holds it: `assert.ok(a === b)`. Undefined when the source is
 * not at hand, as in code made by `eval`.
 *
 * @see https://github.com/nodejs/node/blob/v26.x/lib/internal/errors/error_source.js
 */
export function callingExpression(): string | undefined {
  // The host's own frames are left out of stacks, so the first one is the program's.
  const [, firstFrame = ''] = (new Error().stack ?? '').split('\n');
  const place = /^ {4}at (?:.*? \()?((?:file:\/\/|\/|\[).*?):(\d+):(\d+)\)?$/.exec(firstFrame);
  if (!place) return undefined;
  const [, name = '', line, column] = place;
  const source = sourceOf(name.replace(/\s/g, encodeURIComponent))?.source;
  const text = source?.split(/\r?\n/)[Number(line) - 1];
  return text === undefined ? undefined : expressionAt(text, Number(column) - 1);
}

/** The first call in `line` that begins at `column`, with the object whose method it calls. */
export function expressionAt(line: string, column: number): string {
  const object = memberAccess.exec(line.slice(0, column));
  const start = object ? object.index : column;
  return line.slice(start, endOfCall(line, column));
}

const memberAccess = /[A-Za-z_$][\w$]*(?:\??\.[A-Za-z_$][\w$]*|\[(?:'[^']*'|"[^"]*"|\d+)\])*\??\.$/;
const literalOrComment = /'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|`(?:\\.|[^`\\])*`|\/\*.*?\*\/|\/\/.*/y;

/** Behind the parenthesis that closes the call, at the end of the statement, or at the end of the line. */
function endOfCall(line: string, from: number): number {
  let depth = 0;
  for (let index = from; index < line.length; index++) {
    literalOrComment.lastIndex = index;
    const skipped = literalOrComment.exec(line);
    if (skipped) {
      index += skipped[0].length - 1;
      continue;
    }
    if (line[index] === '(') depth++;
    else if (line[index] === ')' && --depth === 0) return index + 1;
    else if (line[index] === ';') return index;
  }
  return line.length;
}
