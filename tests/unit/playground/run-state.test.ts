import { describe, expect, test } from 'vitest';
import { isActive, isStoppable, nextState, type RunEvent, type RunState } from '#playground/run-state.ts';

const idle: RunState = { kind: 'idle' };
const booting: RunState = { kind: 'booting', run: 2 };
const running: RunState = { kind: 'running', run: 2, startedAtMs: 100 };
const loading: RunState = { kind: 'loading', run: 2, startedAtMs: 100, loadedBytes: 1, totalBytes: 4 };
const interrupted: RunState = { kind: 'interrupted', run: 2, startedAtMs: 100 };
const stopping: RunState = { kind: 'stopping', run: 2, startedAtMs: 100 };
const finished: RunState = { kind: 'finished', exitCode: 0, durationMs: 50 };
const stopped: RunState = { kind: 'stopped', durationMs: 50 };
const failed: RunState = { kind: 'failed', reason: 'No.', remedy: 'Wait.', isHostUnavailable: true };

const started = (run: number): RunEvent => ({ kind: 'started', run, atMs: 100 });
const loads = (run: number): RunEvent => ({ kind: 'loading', run, loadedBytes: 1, totalBytes: 4 });
const exited = (run: number): RunEvent => ({ kind: 'exited', run, exitCode: 3, atMs: 350 });
const wasStopped = (run: number): RunEvent => ({ kind: 'stopped', run, atMs: 350 });
const failure = (run: number): RunEvent => ({
  kind: 'failed',
  run,
  reason: 'No.',
  remedy: 'Wait.',
  isHostUnavailable: true,
  atMs: 350,
});

describe('nextState()', () => {
  test.each<[string, RunState, RunEvent, RunState]>([
    ['Run boots an idle playground', idle, { kind: 'run', run: 2 }, booting],
    ['Run boots a finished one again', finished, { kind: 'run', run: 2 }, booting],
    ['Run boots a failed one again', failed, { kind: 'run', run: 2 }, booting],
    ['a start makes a booting one run', booting, started(2), running],
    ['a failure ends the boot', booting, failure(2), failed],
    ['Stop ends the boot at once', booting, { kind: 'stop' }, { kind: 'stopped', durationMs: undefined }],
    [
      'an exit finishes a run, timed from its start',
      running,
      exited(2),
      { kind: 'finished', exitCode: 3, durationMs: 250 },
    ],
    ['a failure ends a run', running, failure(2), failed],
    ['what a program needs loads first', running, loads(2), loading],
    ['a start ends the loading, and times begin', loading, started(2), running],
    ['an interrupt while loading stops: nobody could answer it', loading, { kind: 'interrupt' }, stopping],
    ['an interrupt asks a running program', running, { kind: 'interrupt' }, interrupted],
    [
      'an exit after an interrupt is "stopped", and its code tells what the program made of it',
      interrupted,
      exited(2),
      { kind: 'stopped', durationMs: 250, exitCode: 3 },
    ],
    ['Stop after an interrupt asks no more', interrupted, { kind: 'stop' }, stopping],
    ['Stop makes a running one stop', running, { kind: 'stop' }, stopping],
    ['the end of a stop is "stopped"', stopping, wasStopped(2), { kind: 'stopped', durationMs: 250 }],
    [
      'an exit during a stop is "stopped" too, whatever its code',
      stopping,
      exited(2),
      { kind: 'stopped', durationMs: 250 },
    ],
    [
      'a host lost during a stop is "stopped" too',
      stopping,
      failure(2),
      { kind: 'stopped', durationMs: 250 },
    ],
  ])('%s', (_title, state, event, expected) => {
    expect(nextState(state, event)).toEqual(expected);
  });

  test.each<[string, RunState, RunEvent]>([
    ['Run while booting', booting, { kind: 'run', run: 3 }],
    ['Run while running', running, { kind: 'run', run: 3 }],
    ['Run while stopping', stopping, { kind: 'run', run: 3 }],
    ['loading after Stop', stopping, loads(2)],
    ['the loading of an earlier run', running, loads(1)],
    ['a second interrupt', interrupted, { kind: 'interrupt' }],
    ['an interrupt after the end', finished, { kind: 'interrupt' }],
    ['Stop while idle', idle, { kind: 'stop' }],
    ['Stop after the end', finished, { kind: 'stop' }],
    ['a second Stop', stopping, { kind: 'stop' }],
    ['the start of an earlier run', booting, started(1)],
    ['the exit of an earlier run', running, exited(1)],
    ['the failure of an earlier run', running, failure(1)],
    ['the end of an earlier stop', stopping, wasStopped(1)],
    ['a start after Stop', stopped, started(2)],
    ['an exit after Stop', stopped, exited(2)],
    ['an exit before the start', booting, exited(2)],
  ])('has no use for %s', (_title, state, event) => {
    expect(nextState(state, event)).toBe(state);
  });
});

const states = [idle, booting, loading, running, interrupted, stopping, finished, stopped, failed];

test('isActive() tells runs that are under way from all else', () => {
  expect(states.filter(isActive)).toEqual([booting, loading, running, interrupted, stopping]);
});

test('isStoppable() is true as long as Stop has something to do', () => {
  expect(states.filter(isStoppable)).toEqual([booting, loading, running, interrupted]);
});
