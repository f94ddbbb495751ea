import { afterEach, describe, expect, it } from 'vitest';
import type { FromThread } from '../../../src/runtime/protocol/thread-messages.ts';
import { TestKernel } from './fake-workers.ts';

let host: TestKernel;
afterEach(() => host.kernel.dispose());

/** What a program could send if it got hold of its Worker's own `postMessage`. */
const forged: readonly (readonly [what: string, message: unknown])[] = [
  ['a message of no type', {}],
  [
    'a system call that does not exist',
    { type: 'system-call', answer: 'none', name: 'no.such.call', args: [] },
  ],
  [
    'a system call named like a property',
    { type: 'system-call', answer: 'none', name: '__proto__', args: [] },
  ],
  ['a system call without arguments', { type: 'system-call', answer: 'none', name: 'fs.open' }],
  ['a post without ports', { type: 'port.post', from: 1 }],
  [
    'a post from a port of the kernel',
    { type: 'port.post', from: 1, value: 1, handovers: [], transfer: [], ports: [] },
  ],
  ['ports that are no list', { type: 'port.post', from: 1, handovers: 7, transfer: [] }],
  ['the end of a port that is not its own', { type: 'port.close', port: 1 }],
  ['a worker of nothing', { type: 'system-call', answer: 'none', name: 'thread.start', args: [{}] }],
  [
    'the end of a worker that is not its own',
    { type: 'system-call', answer: 'none', name: 'thread.terminate', args: [0] },
  ],
  [
    'a variable named __proto__',
    { type: 'system-call', answer: 'none', name: 'environment.set', args: ['__proto__', { polluted: 1 }] },
  ],
];

describe('a forged message', () => {
  it.each(forged)('of %s harms nobody but the process that sent it', (_what, message) => {
    host = new TestKernel();
    const [forger, other] = [host.start(), host.start()];
    const worker = host.workerOf(forger.mainThread!);
    expect(() => worker.onmessage?.({ data: message as FromThread })).not.toThrow();
    expect(other.exitStatus).toBeNull();
    expect(other.mainThread?.ended).toBe(false);
    expect(host.start().exitStatus).toBeNull();
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });
});
