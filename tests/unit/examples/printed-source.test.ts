import { describe, expect, test } from 'vitest';
import { loadExample } from '#examples/load.ts';
import { printedProgram, programDiff, type DiffLine } from '#examples/printed-source.ts';

describe('printedProgram()', () => {
  test.for([
    [1, 1, 'import threading\n', '# Thread 2 finishe\n'],
    [2, 1, 'from multiprocessing import Process\n', '# Process 2 running on PID: 12347\n'],
    [4, 1, 'from concurrent.futures import ThreadPoolExecutor\n', '# Thread 2 finished\n'],
    [4, 2, 'from concurrent.futures import ProcessPoolExecutor\n', '# Process 2 running on PID: 12347\n'],
  ] as const)(
    'gives program %2$i of page %1$i from its first line to its last',
    ([page, block, first, last]) => {
      const program = printedProgram(page, block);

      expect(program.startsWith(first)).toBe(true);
      expect(program.endsWith(last)).toBe(true);
      expect(program).not.toContain('```');
    },
  );

  test('keeps the damage', () => {
    expect(printedProgram(1, 1)).toContain('for t in threads:\nfor t in threads:\n  t.join()\n');
  });

  test('says how many programs and pages there are', () => {
    expect(() => printedProgram(3, 1)).toThrow(
      'Cannot find program 1 on page 3 of the source text: that page prints 0.',
    );
    expect(() => printedProgram(6, 1)).toThrow('Cannot find page 6 of the source text: it has pages 1 to 5.');
  });
});

describe('programDiff()', () => {
  test.for([
    ['an added line', 'a\n', 'a\nb\n', ['  a', '+ b']],
    ['a removed line', 'a\nb\n', 'a\n', ['  a', '- b']],
    ['a changed indentation', 'if x:\n  a\n', 'if x:\n    a\n', ['  if x:', '-   a', '+     a']],
    ['nothing in blank lines', 'a\n\nb\nc\n', 'a\nb\n\n\nc\n', ['  a', '  b', '  ', '  ', '  c']],
    ['stray spaces', 'a =   1\n', 'a = 1\n', ['- a =   1', '+ a = 1']],
    ['nothing in a wider space before a comment', 'a = 1 # x\n', 'a = 1  # x\n', ['  a = 1  # x']],
    ['nothing in spaces at the end', 'a   \n', 'a\n', ['  a']],
  ] as const)('reports %s', ([, printed, corrected, lines]) => {
    expect(programDiff(printed, corrected).map(asText)).toEqual(lines);
  });

  test('shows what the transcription lost of the first program', () => {
    const changes = programDiff(printedProgram(1, 1), code('threads-basic')).filter(
      ({ kind }) => kind !== 'same',
    );

    expect(changes.map(asText)).toEqual([
      '-   time.sleep(2) # Simulate a time-consuming task (e.g., I/O)',
      '+     print(f"Thread {name} starting")',
      '+     time.sleep(2)  # Simulate a time-consuming task (e.g., I/O)',
      '+     print(f"Thread {name} finished")',
      '- threads = [threading.Thread(target=task, args=(i,))    for i in range(3)]',
      '+ threads = [threading.Thread(target=task, args=(i,)) for i in range(3)]',
      '+     t.start()',
      '-   t.join()',
      '+     t.join()',
      '- # Thread 2 finishe',
      '+ # Thread 2 finished',
    ]);
  });

  test.for([
    [1, 1, 'threads-basic'],
    [2, 1, 'processes-basic'],
    [4, 1, 'thread-pool'],
    [4, 2, 'process-pool'],
  ] as const)(
    'gives, without the removed lines, program %2$i of page %1$i as it runs',
    ([page, block, name]) => {
      const kept = programDiff(printedProgram(page, block), code(name)).filter(
        ({ kind }) => kind !== 'removed',
      );

      expect(kept.map(({ text }) => `${text}\n`).join('')).toBe(code(name));
    },
  );
});

function code(name: string): string {
  return loadExample(name).files[0]!.code;
}

function asText({ kind, text }: DiffLine): string {
  return `${{ same: ' ', removed: '-', added: '+' }[kind]} ${text}`;
}
