import { callSync } from '../system-calls.ts';

/** What `read` has found. */
export interface ReadFields {
  /** By variable; the last has the rest of the line. */
  readonly values: ReadonlyMap<string, string>;
  /** Whether the input ended before a line began. */
  readonly isAtEnd: boolean;
}

const [NEWLINE, BACKSLASH] = [10, 92];

/**
 * Reads a line from a descriptor, and leaves the bytes behind it to others.
 * @param isRaw whether a backslash is nothing special
 */
export function readFields(fd: number, names: readonly string[], isRaw: boolean): ReadFields {
  const bytes: number[] = [];
  let byte: number | undefined;
  for (;;) {
    [byte] = callSync('read', fd, 1);
    const goesOn = byte === NEWLINE && !isRaw && bytes.at(-1) === BACKSLASH;
    if (byte === undefined || (byte === NEWLINE && !goesOn)) break;
    if (goesOn) bytes.pop();
    else bytes.push(byte);
  }
  const line = new TextDecoder().decode(Uint8Array.from(bytes));
  return { values: fieldsOf(line, names, isRaw), isAtEnd: byte === undefined && bytes.length === 0 };
}

function fieldsOf(line: string, names: readonly string[], isRaw: boolean): Map<string, string> {
  const trimmed = line.replace(/^[ \t]+|[ \t]+$/g, '');
  const values = new Map<string, string>();
  let rest = isRaw ? trimmed : trimmed.replace(/\\(.)/g, '$1');
  names.forEach((name, index) => {
    const [, first = '', others = ''] = /^(\S*)\s*(.*)$/s.exec(rest)!;
    values.set(name, index === names.length - 1 ? rest : first);
    rest = others;
  });
  return values;
}
