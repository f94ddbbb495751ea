import { afterEach, describe, expect, it } from 'vitest';
import type { Process } from '../../../src/runtime/kernel/process.ts';
import type { Thread } from '../../../src/runtime/kernel/thread.ts';
import type { SpawnedProcess, SpawnRequest } from '../../../src/runtime/protocol/process-calls.ts';
import { SIGNALS } from '../../../src/runtime/protocol/signals.ts';
import { TestKernel } from './fake-workers.ts';

const CHILD: SpawnRequest = {
  command: 'node',
  args: ['child.mjs'],
  cwd: '/home/project',
  env: {},
  stdio: [],
};

let host: TestKernel;
afterEach(() => host.kernel.dispose());

function begin(): Process {
  host = new TestKernel();
  return host.start();
}

async function child(parent: Process, group?: SpawnRequest['group']): Promise<Process> {
  const request = { ...CHILD, ...(group === undefined ? {} : { group }) };
  const answer = await host.call(parent.mainThread as Thread, 'process.spawn', request);
  const { pid } = answer as SpawnedProcess;
  return host.kernel.processes.get(pid, 'test');
}

function kill(by: Process, pid: number): Promise<unknown> {
  return host.call(by.mainThread as Thread, 'process.kill', pid, SIGNALS.SIGTERM);
}

function ended(...processes: Process[]): boolean[] {
  return processes.map(({ exitStatus }) => exitStatus !== null);
}

describe('a process group', () => {
  it('is that of the parent, unless the child is to begin its own', async () => {
    const first = begin();
    expect([first.group, first.sid]).toEqual([first.pid, first.pid]);
    const member = await child(first);
    const leader = await child(first, 0);
    const session = await child(first, 'session');
    const other = await child(first, leader.pid);
    expect([member.group, member.sid]).toEqual([first.pid, first.pid]);
    expect([leader.group, leader.sid]).toEqual([leader.pid, first.pid]);
    expect([other.group, other.sid]).toEqual([leader.pid, first.pid]);
    expect([session.group, session.sid]).toEqual([session.pid, session.pid]);
    await expect(child(first, session.pid)).rejects.toMatchObject({ code: 'EPERM' });
  });

  it('gets a signal that is sent to its negated number, and no other does', async () => {
    const first = begin();
    const leader = await child(first, 0);
    const grandchild = await child(leader);
    const outside = await child(first);
    await kill(first, -leader.pid);
    expect(ended(leader, grandchild, outside, first)).toEqual([true, true, false, false]);
    await expect(kill(first, -leader.pid)).rejects.toMatchObject({ code: 'ESRCH' });
  });

  it('of the caller is pid 0, and −1 is everybody else', async () => {
    const first = begin();
    const leader = await child(first, 0);
    const [member, outside] = [await child(leader), await child(first)];
    // It ends too, and hears no answer.
    host.send(leader.mainThread as Thread, 'process.kill', 0, SIGNALS.SIGTERM);
    expect(ended(leader, member, outside, first)).toEqual([true, true, false, false]);
    await kill(first, -1);
    expect(ended(outside, first)).toEqual([true, false]);
  });

  it('can be left for one of the same session, by the process itself', async () => {
    const first = begin();
    const [one, other] = [await child(first), await child(first)];
    const move = (by: Process, pid: number, group: number) =>
      host.call(by.mainThread as Thread, 'process.set-group', pid, group);
    await move(one, 0, 0);
    await move(other, other.pid, one.pid);
    expect([one.group, other.group]).toEqual([one.pid, one.pid]);
    await expect(move(first, one.pid, 0)).rejects.toMatchObject({ code: 'EACCES' });
    await expect(move(one, first.pid, 0)).rejects.toMatchObject({ code: 'ESRCH' });
    await expect(move(one, 0, 9999)).rejects.toMatchObject({ code: 'EPERM' });
    await expect(move(first, 0, 0)).rejects.toMatchObject({ code: 'EPERM' });
  });
});

describe('a session', () => {
  it('begins with a group of its own, unless the process leads a group already', async () => {
    const first = begin();
    const member = await child(first);
    const session = await host.call(member.mainThread as Thread, 'process.begin-session');
    expect([session, member.group, member.sid]).toEqual([member.pid, member.pid, member.pid]);
    await expect(host.call(member.mainThread as Thread, 'process.begin-session')).rejects.toMatchObject({
      code: 'EPERM',
    });
  });

  it('of its own does not save a process from the Stop of the page', async () => {
    const first = begin();
    const member = await child(first, 'session');
    expect([...host.kernel.session(first)]).toContain(member);
  });
});
