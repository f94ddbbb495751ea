import { spawn } from 'node:child_process';
import { cp, mkdtemp, realpath, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { type Host, normalizeOutput, type Outcome, type ProgramRun, RUN_LIMIT_MS } from './host.ts';

/** The reference: the pinned Node, with copies of the programs in a temporary folder. */
export async function realNode(): Promise<Host> {
  const root = await realpath(await mkdtemp(path.join(os.tmpdir(), 'interleave-contract-')));
  return {
    name: 'real Node',
    mount: (name, folder) => cp(folder, path.join(root, name), { recursive: true }),
    run: (run) => runProgram(path.join(root, run.folder), run),
    dispose: () => rm(root, { recursive: true, force: true }),
  };
}

function runProgram(
  folder: string,
  { command, args, input, env, limitMs = RUN_LIMIT_MS }: ProgramRun,
): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const program = command === 'python3' ? 'python3' : process.execPath;
    // Through a shell, so that both streams are one pipe and keep their order.
    const child = spawn('/bin/sh', ['-c', 'exec "$0" "$@" 2>&1', program, ...args], {
      cwd: folder,
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'], NO_COLOR: '1', ...env },
      timeout: limitMs,
      killSignal: 'SIGKILL',
      // A group of its own, to end what it leaves behind.
      detached: true,
    });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.on('error', reject);
    child.on('exit', () => endGroup(child.pid!));
    child.on('close', (code, signal) => {
      const exitCode = code ?? 128 + (signal ? os.constants.signals[signal] : 0);
      resolve({ output: normalizeOutput(output, folder), exitCode });
    });
    child.stdin.on('error', () => {
      // The program need not read its input.
    });
    child.stdin.end(input ?? '');
  });
}

/** Orphans may keep the output open for ever. */
function endGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It left nobody.
  }
}
