import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/** Reads a list of tests, one `name` or `name: reason` per line; lines that start with # are remarks. */
export function readNameList(file: string): Map<string, string> {
  return new Map(
    linesOf(file)
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => {
        const [, name, reason] = /^([^:\s]+)(?::\s*(.*))?$/.exec(line) ?? [undefined, line, ''];
        return [name, reason ?? ''];
      }),
  );
}

/** Why a test fails: the reason of its name, or else of the longest beginning of it that is listed with a `*` behind it. */
export function reasonFor(reasons: ReadonlyMap<string, string>, name: string): string | undefined {
  const beginnings = [...reasons.keys()]
    .filter((key) => key.endsWith('*') && name.startsWith(key.slice(0, -1)))
    .sort((a, b) => b.length - a.length);
  return reasons.get(name) ?? (beginnings[0] === undefined ? undefined : reasons.get(beginnings[0]));
}

/** Writes the names in order below the remarks that the file begins with. */
export function writeNameList(file: string, names: ReadonlyMap<string, string>): void {
  const remarks = linesOf(file).filter((line) => line.startsWith('#'));
  const lines = [...names].sort(([a], [b]) => (a < b ? -1 : 1));
  const text = lines.map(([name, reason]) => (reason ? `${name}: ${reason}` : name));
  writeFileSync(file, `${[...remarks, ...text].join('\n')}\n`);
}

function linesOf(file: string): string[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8').split('\n');
}
