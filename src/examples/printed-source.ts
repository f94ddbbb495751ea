import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { diffArrays } from 'diff';
import { projectRoot } from './project-root.ts';

/** One line of a diff between a program as the source prints it and the program that runs. */
export interface DiffLine {
  kind: 'same' | 'removed' | 'added';
  text: string;
}

/**
 * Takes a program out of the source text, exactly as printed, damage included.
 *
 * @param page The page of the source, from 1.
 * @param block The program on that page, from 1.
 * @throws {RangeError} if the source has no such page, or the page no such program.
 */
export function printedProgram(page: number, block: number): string {
  const source = readFileSync(join(projectRoot(), 'src/content/source/original.txt'), 'utf8');
  const pages = source
    .replaceAll('\r\n', '\n')
    .split(/^Page \d+: .*\n/m)
    .slice(1);
  const text = pages[page - 1];
  if (text === undefined) {
    throw new RangeError(`Cannot find page ${page} of the source text: it has pages 1 to ${pages.length}.`);
  }

  const programs = [...text.matchAll(/^```\n(.*?)^```$/gms)].map(([, program]) => program!);
  const program = programs[block - 1];
  if (program === undefined) {
    throw new RangeError(
      `Cannot find program ${block} on page ${page} of the source text: that page prints ${programs.length}.`,
    );
  }
  return program;
}

/**
 * Compares a program as printed with the corrected one, line by line.
 *
 * Layout that nobody would call a correction does not count: blank lines, and the space before a
 * comment. Where lines are the same, the corrected one is given.
 */
export function programDiff(printed: string, corrected: string): DiffLine[] {
  const before = programLines(printed);
  const after = programLines(corrected);
  const changes = diffArrays(before, after, { comparator: (left, right) => sameLine(left, right) });

  const lines: DiffLine[] = [];
  for (const { added, removed, count } of changes) {
    if (removed) {
      const texts = before.splice(0, count).filter((text) => text !== '');
      lines.push(...texts.map((text) => ({ kind: 'removed' as const, text })));
      continue;
    }
    const texts = after.splice(0, count);
    if (!added) before.splice(0, count);
    lines.push(
      ...texts.map((text) => ({ kind: added && text !== '' ? ('added' as const) : ('same' as const), text })),
    );
  }
  return lines;
}

function programLines(program: string): string[] {
  return program
    .trimEnd()
    .split('\n')
    .map((line) => line.trimEnd());
}

function sameLine(left: string, right: string): boolean {
  const withOneSpace = (line: string) => line.replace(/(?<=\S) +(?=# )/, ' ');
  return withOneSpace(left) === withOneSpace(right);
}
