import { beforeAll, beforeEach, expect, it } from 'vitest';
import { ARRIVAL, type ArrivingFile } from '../../../src/runtime/protocol/python-runtime.ts';
import type { Pyodide } from '../../../src/runtime/python/pyodide.ts';
import { rehearse } from '../../../src/runtime/python/rehearsal.ts';
import { pythonInNode } from '../../support/python-in-node.ts';

let python: Pyodide;

/** Has each part of a rehearsal note that it has ended, and makes `state()`, of what a program could see of it. */
const RECORDING = `
import asyncio, gc, linecache, os, queue, sys, threading
import _interleave.rehearsal as rehearsal

ended = []

def recording(part):
    def record():
        part()
        ended.append(part.__name__)
    return record

for name in 'print_traceback', 'cancel_task', 'collect_garbage', 'print_line_of_library':
    setattr(rehearsal, name, recording(getattr(rehearsal, name)))

def state():
    streams = sys.stdin, sys.stdout, sys.stderr
    return repr((sorted(sys.modules), sorted(linecache.cache), sorted(os.listdir('/lib')), streams,
        threading.enumerate(), hasattr(sys, 'last_exc'), gc.garbage, sys.get_asyncgen_hooks()))

async def task_name():
    return asyncio.current_task().get_name()
`;

beforeAll(async () => {
  ({ pyodide: python } = await pythonInNode());
  python.runPython(RECORDING);
});
beforeEach(() => void python.runPython('ended.clear()'));

it('a rehearsal does all of its parts, and leaves nothing that a program could see', async () => {
  const before: unknown = python.runPython('state()');
  await rehearse(python, library(ARRIVAL.here), () => true);
  expect(python.runPython('state()')).toBe(before);
  expect(python.runPython("' '.join(ended)")).toBe(
    'print_traceback cancel_task collect_garbage print_line_of_library',
  );
  expect(python.runPython('loop = rehearsal._EventLoop(); loop.create_task(task_name()).get_name()')).toBe(
    'Task-1',
  );
  python.runPython('loop.run_until_complete(asyncio.sleep(0)); loop.close()');
});

it('a rehearsal does not read a library that did not come', async () => {
  await rehearse(python, library(ARRIVAL.failed), () => true);
  expect(python.runPython("'print_line_of_library' in ended")).toBe(false);
});

it('a rehearsal ends when a program has come', async () => {
  let parts = 0;
  await rehearse(python, library(ARRIVAL.here), () => ++parts === 1);
  expect(python.runPython("' '.join(ended)")).toBe('print_traceback');
});

function library(arrival: number): ArrivingFile {
  const state = new Int32Array(new SharedArrayBuffer(4));
  state[0] = arrival;
  return { bytes: new Uint8Array(new SharedArrayBuffer(0)), state };
}
