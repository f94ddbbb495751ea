import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ProgramRunner } from '#playground/program-runner.ts';
import {
  HostUnavailable,
  type LoadingStep,
  type OpenedHost,
  type OutputChunk,
  type Program,
  type Run,
} from '#runtime/client/host.ts';

const python: Program = { directory: 'pool', command: 'python3', args: ['main.py'], files: {} };
const program: Program = { directory: 'pool', command: 'node', args: ['main.mjs'], files: {} };

type Output = readonly (OutputChunk | LoadingStep)[];

/** A host with one run, whose output and end are in the test's hands. */
function standIn() {
  const exit = Promise.withResolvers<number>();
  const { readable, writable } = new TransformStream<Output, Output>(undefined, {
    highWaterMark: 100,
  });
  const writer = writable.getWriter();
  const stop = vi.fn(() => Promise.resolve(exit.resolve(143)));
  const interrupt = vi.fn();
  const run: Run = {
    exit: exit.promise,
    output: readable,
    write: vi.fn(),
    endInput: vi.fn(),
    interrupt,
    stop,
  };
  const start = vi.fn(() => Promise.resolve(run));
  const opened: OpenedHost = { host: { name: 'embedded', start } };
  return {
    open: () => Promise.resolve(opened),
    start,
    stop,
    interrupt,
    tell: (step: LoadingStep) => writer.write([step]),
    print: (text: string) => writer.write([{ stream: 'stdout', text }]),
    end: async (exitCode: number) => {
      await writer.close();
      exit.resolve(exitCode);
    },
  };
}

function listenedRunner() {
  const states: string[] = [];
  const printed: string[] = [];
  const times: number[] = [];
  const runner = new ProgramRunner({
    onState: ({ kind }) => states.push(kind),
    onStart: () => undefined,
    onOutput: (chunks, atMs) => {
      printed.push(chunks.map(({ text }) => text).join(''));
      times.push(atMs);
    },
  });
  return { runner, states, printed, times };
}

const settle = () => vi.advanceTimersByTimeAsync(0);
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('ProgramRunner', () => {
  test('goes from booting to running to finished, and passes the output on', async () => {
    const host = standIn();
    const { runner, states, printed } = listenedRunner();
    const done = runner.run(host.open, program);
    await settle();
    await host.print('hello\n');
    await host.end(0);
    await done;
    expect(states).toEqual(['booting', 'running', 'finished']);
    expect(printed).toEqual(['hello\n']);
    expect(runner.state).toMatchObject({ exitCode: 0 });
  });

  test('finishes a second after the exit when the output is never closed', async () => {
    const host = standIn();
    host.start.mockImplementation(() =>
      Promise.resolve({
        exit: Promise.resolve(7),
        output: new ReadableStream(),
        write: vi.fn(),
        endInput: vi.fn(),
        interrupt: vi.fn(),
        stop: vi.fn(),
      }),
    );
    const { runner, states } = listenedRunner();
    const done = runner.run(host.open, program);
    await vi.advanceTimersByTimeAsync(1000);
    await done;
    expect(states.at(-1)).toBe('finished');
  });

  test('ignores Run while a program runs', async () => {
    const host = standIn();
    const { runner } = listenedRunner();
    void runner.run(host.open, program);
    await settle();
    await runner.run(host.open, program);
    expect(host.start).toHaveBeenCalledTimes(1);
  });

  test('stops a running program', async () => {
    const host = standIn();
    const { runner, states } = listenedRunner();
    void runner.run(host.open, program);
    await settle();
    await runner.stop();
    expect(states).toEqual(['booting', 'running', 'stopping', 'stopped']);
    expect(host.stop).toHaveBeenCalledTimes(1);
  });

  test('tells how Python loads, and times the output from the start of the program', async () => {
    const host = standIn();
    const { runner, states, times } = listenedRunner();
    void runner.run(host.open, python);
    await settle();
    await host.tell({ step: 'loading', loadedBytes: 1, totalBytes: 4 });
    await vi.advanceTimersByTimeAsync(5000);
    await host.tell({ step: 'started' });
    await vi.advanceTimersByTimeAsync(20);
    await host.print('hello\n');
    await settle();
    expect(states).toEqual(['booting', 'running', 'loading', 'running']);
    expect(times).toEqual([20]);
  });

  test('interrupts a Python program at the first Stop and ends it at the second', async () => {
    const host = standIn();
    const { runner, states, printed } = listenedRunner();
    void runner.run(host.open, python);
    await settle();
    await runner.stop();
    expect(host.interrupt).toHaveBeenCalledTimes(1);
    await host.print('cleaning up\n');
    await settle();
    expect(host.stop).not.toHaveBeenCalled();
    await runner.stop();
    expect(host.stop).toHaveBeenCalledTimes(1);
    expect(states).toEqual(['booting', 'running', 'interrupted', 'stopping', 'stopped']);
    expect(printed).toEqual(['cleaning up\n']);
  });

  test('tells with which code an interrupted program ended by itself', async () => {
    const host = standIn();
    const { runner } = listenedRunner();
    const done = runner.run(host.open, python);
    await settle();
    await runner.stop();
    await host.end(130);
    await done;
    expect(runner.state).toMatchObject({ kind: 'stopped', exitCode: 130 });
  });

  test('ends a Python program that still loads at the first Stop', async () => {
    const host = standIn();
    const { runner } = listenedRunner();
    void runner.run(host.open, python);
    await settle();
    await host.tell({ step: 'loading', loadedBytes: 1, totalBytes: 4 });
    await settle();
    await runner.stop();
    expect(host.stop).toHaveBeenCalledTimes(1);
    expect(host.interrupt).not.toHaveBeenCalled();
  });

  test('does not start a program that was stopped while the host booted', async () => {
    const host = standIn();
    const booted = Promise.withResolvers<OpenedHost>();
    const { runner, states } = listenedRunner();
    const done = runner.run(() => booted.promise, program);
    await runner.stop();
    booted.resolve(await host.open());
    await done;
    expect(states).toEqual(['booting', 'stopped']);
    expect(host.start).not.toHaveBeenCalled();
  });

  test('ends a program that was stopped while it was being started', async () => {
    const host = standIn();
    const { runner, states } = listenedRunner();
    const started = Promise.withResolvers<Run>();
    const run = await host.start();
    host.start.mockImplementation(() => started.promise);
    const done = runner.run(host.open, program);
    await settle();
    await runner.stop();
    started.resolve(run);
    await done;
    expect(states).toEqual(['booting', 'stopped']);
    expect(host.stop).toHaveBeenCalledTimes(1);
  });

  test('drops output that arrives after the stop', async () => {
    const host = standIn();
    const { runner, printed } = listenedRunner();
    void runner.run(host.open, program);
    await settle();
    await runner.stop();
    await host.print('late\n');
    await settle();
    expect(printed).toEqual([]);
  });

  test('explains why no host started', async () => {
    const { runner } = listenedRunner();
    await runner.run(() => Promise.reject(new HostUnavailable('It did not start.', 'Reload.')), program);
    expect(runner.state).toEqual({
      kind: 'failed',
      reason: 'It did not start.',
      remedy: 'Reload.',
      isHostUnavailable: true,
    });
  });

  test('explains an unforeseen failure too', async () => {
    const { runner } = listenedRunner();
    await runner.run(() => Promise.reject(new TypeError('odd')), program);
    expect(runner.state).toMatchObject({ kind: 'failed', reason: 'odd', isHostUnavailable: false });
  });
});
