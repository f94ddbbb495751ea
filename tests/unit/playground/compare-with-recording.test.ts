import { expect, test } from 'vitest';
import { compareWithRecording } from '#playground/compare-with-recording.ts';
import { duration, loadedText, statusText } from '#playground/status-text.ts';
import { readsStandardInput } from '#playground/input-line.ts';

const recording = { order: 'any-order', mask: undefined, expected: 'a\nb\n' };

test.each([
  ['Exactly as recorded.', { ...recording, actual: 'a\nb\n' }],
  ['The same lines as recorded, in another order', { ...recording, actual: 'b\na\n' }],
  ['Not as recorded: a line is missing: "b"', { ...recording, actual: 'a\n' }],
  [
    'As recorded, but for what varies',
    { order: 'exact', mask: 'pid', expected: 'pid 1\n', actual: 'pid 2\n' },
  ],
])('compareWithRecording() says "%s"', (sentence, runAndRecording) => {
  expect(compareWithRecording(runAndRecording)).toContain(sentence);
});

test.each([
  [0.4, '0 ms'],
  [999.4, '999 ms'],
  [1000, '1.00 s'],
  [61_234, '61.23 s'],
])('duration(%d) is "%s"', (durationMs, text) => {
  expect(duration(durationMs)).toBe(text);
});

test('statusText() tells exit code and duration', () => {
  expect(statusText({ kind: 'finished', exitCode: 13, durationMs: 42 })).toBe('Exit code 13 after 42 ms');
});

test('statusText() tells the exit code of a program that ended when it was asked to', () => {
  expect(statusText({ kind: 'stopped', durationMs: 42, exitCode: 130 })).toBe(
    'Stopped after 42 ms, exit code 130',
  );
});

test.each([
  [0, 'Loading Python', ': 0.0 of 5.3 MB'],
  [2_149_000, 'Loading Python', ': 2.1 of 5.3 MB'],
  [5_300_000, 'Starting Python…', ''],
])('after %d bytes the status reads "%s%s"', (loadedBytes, sentence, loaded) => {
  const state = { kind: 'loading', run: 1, startedAtMs: 0, loadedBytes, totalBytes: 5_300_000 } as const;
  expect(statusText(state)).toBe(sentence);
  expect(loadedText(state)).toBe(loaded);
});

test.each([
  [true, "process.stdin.on('data', show)"],
  [true, "readFileSync('/dev/stdin', 'utf8')"],
  [true, "readFileSync(0, 'utf8')"],
  [true, 'name = input("Name: ")'],
  [true, 'for line in sys.stdin:'],
  [false, 'form.input(1)'],
  [false, "new Worker('./w.mjs', { stdin: true })"],
])('readsStandardInput() is %s of %s', (reads, code) => {
  expect(readsStandardInput({ 'main.mjs': code })).toBe(reads);
});
