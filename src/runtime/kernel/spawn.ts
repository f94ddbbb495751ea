import type {
  FinishedProcess,
  SpawnAndWaitRequest,
  SpawnedProcess,
  SpawnRequest,
  StdioTarget,
} from '../protocol/process-calls.ts';
import type { Kernel, ProcessRequest } from './kernel.ts';
import type { OpenDescription } from './open-description.ts';
import { NULL_DEVICE, Pipe } from './pipe.ts';
import { deliverSignal } from './signals.ts';
import { Socket } from './sockets/socket.ts';
import type { Thread } from './thread.ts';

/** Starts a child of the calling thread's process, with pipes between the two where the request wants them. */
export function spawnChild(kernel: Kernel, caller: Thread, request: SpawnRequest): SpawnedProcess {
  const parent = caller.process;
  const ends = request.stdio.map((target, fd) => connect(target, fd, caller));
  const child = kernel.startProcess({
    ...programOf(request),
    parent,
    descriptors: ends.map(({ child }) => child),
    ...(request.ipc ? { ipc: { serialization: request.ipc, owner: caller } } : {}),
  });
  child.process.onExit((status) => caller.emit('child-exit', { ...status, pid: child.process.pid }));
  return {
    pid: child.process.pid,
    descriptors: ends.map(({ parent: end }) => (end ? parent.descriptors.open(end) : null)),
    ...(child.ipcPort === undefined ? {} : { ipcPort: child.ipcPort }),
  };
}

/** Starts a child, feeds it, and resolves when it has ended with what it wrote to its pipes. */
export async function spawnAndWait(
  kernel: Kernel,
  caller: Thread,
  request: SpawnAndWaitRequest,
): Promise<FinishedProcess> {
  const ends = request.stdio.map((target, fd) => connect(target, fd, caller));
  const { process } = kernel.startProcess({
    ...programOf(request),
    parent: caller.process,
    descriptors: ends.map(({ child }) => child),
  });
  // The caller sleeps meanwhile, and may start the next one as soon as it wakes.
  kernel.pool.refillAtOnce();
  let endedBy: FinishedProcess['endedBy'] = 'itself';
  const stop = (reason: 'timeout' | 'maxBytes'): void => {
    if (endedBy !== 'itself' || (reason === 'timeout' && process.exitStatus)) return;
    endedBy = reason;
    if (!process.exitStatus) deliverSignal(process, request.killSignal);
  };
  // The parent is blocked: when it goes, the child's output has no reader and the child need not run on.
  caller.onEnd(() => ends.forEach(({ parent }) => parent?.dispose()));
  const timer = request.timeoutMs > 0 ? setTimeout(() => stop('timeout'), request.timeoutMs) : undefined;

  const output = Promise.all(
    ends.map(async ({ parent: end }, fd) => {
      if (!end) return null;
      if (fd === 0) return feed(end, request.input);
      return collect(end, request.maxBytes, () => stop('maxBytes'));
    }),
  );
  const status = await kernel.processes.wait(caller.process, process.pid);
  clearTimeout(timer);
  return { ...status, pid: process.pid, output: await output, endedBy };
}

function programOf({
  command,
  args,
  argv0,
  cwd,
  env,
  group,
}: SpawnRequest): Omit<ProcessRequest, 'descriptors' | 'parent'> {
  return {
    command,
    args,
    cwd,
    env,
    ...(argv0 === undefined ? {} : { argv0 }),
    ...(group === undefined ? {} : { group }),
  };
}

/** The two ends of one of the child's descriptors. */
interface Connection {
  /** `null` where the child has no descriptor. */
  readonly child: OpenDescription | null;
  readonly parent: OpenDescription | null;
}

function connect(target: StdioTarget, fd: number, caller: Thread): Connection {
  switch (target.type) {
    case 'closed':
      return { child: null, parent: null };
    case 'null':
      return { child: NULL_DEVICE, parent: null };
    case 'inherit':
      return { child: caller.process.descriptors.get(target.fd, 'spawn'), parent: null };
    case 'socket': {
      const [child, parent] = [new Socket('unix'), new Socket('unix')];
      Socket.join(child, parent);
      return { child, parent };
    }
    case 'pipe': {
      const { readEnd, writeEnd } = new Pipe();
      return fd === 0 ? { child: readEnd, parent: writeEnd } : { child: writeEnd, parent: readEnd };
    }
  }
}

async function feed(end: OpenDescription, input: Uint8Array | null): Promise<null> {
  try {
    if (input) await end.write(input);
  } catch {
    // The child closed its input without reading it all, which is its right.
  }
  end.dispose();
  return null;
}

async function collect(end: OpenDescription, maxBytes: number, onExcess: () => void): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for (;;) {
    const chunk = await end.read(64 * 1024);
    if (chunk.length === 0) break;
    chunks.push(chunk);
    sizeBytes += chunk.length;
    if (sizeBytes <= maxBytes) continue;
    onExcess();
    end.dispose();
    break;
  }
  const whole = new Uint8Array(sizeBytes);
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.length;
  }
  return whole;
}
