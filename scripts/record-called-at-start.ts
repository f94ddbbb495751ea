/**
 * Writes `src/build/called-at-start.json`: the functions that the kernel and the threads call for programs that do next
 * to nothing, since engines are told to compile these with their scripts. A name that no longer fits does no harm.
 *
 *     npm run functions:record
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { tellCalls } from '../src/build/compile-at-once.ts';
import { CALLED_AT_START } from '../src/build/embedded-host.ts';
import {
  containerHost,
  type EmbeddedHost,
  HOST_IS_HERE,
  writeHost,
} from '../tests/contract/hosts/embedded-host.ts';

/** The global in which each realm notes what it has called: file and name, with a space between them. */
const NOTES = 'calledFunctions';
const PRINT = `process.on('exit', () => console.log(JSON.stringify([...globalThis.${NOTES}])));`;

const files = {
  'hello.mjs': `console.log('hello'); ${PRINT}`,
  'hello.cjs': `console.log('hello'); ${PRINT}`,
  'worker.mjs': `import { Worker } from 'node:worker_threads'; new Worker(new URL('hello.mjs', import.meta.url));`,
} as const;
const programs = [...Object.keys(files).map((file) => [file]), ['-e', PRINT]];

const folder = await mkdtemp(path.join(tmpdir(), 'interleave-calls-'));
for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder, name), text);
const host = await containerHost('host that notes its calls', {
  prepare: (site) => writeHost(site, (script) => tellCalls(script, note)),
  pageScript: HOST_IS_HERE,
});
try {
  await host.mount('calls', folder);
  const called = new Set<string>();
  for (const args of programs) for (const call of await callsOf(host, args)) called.add(call);
  await writeFile(CALLED_AT_START, `${JSON.stringify(byFile(called), null, 2)}\n`);
  console.log(`${called.size} functions are called at the start.`);
} finally {
  await host.dispose();
  await rm(folder, { recursive: true });
}

function note(file: string, name: string): string {
  return `(globalThis.${NOTES}??=new Set).add(${JSON.stringify(`${file} ${name}`)})`;
}

/** What the threads of a program have called, and the kernel until then. */
async function callsOf(host: EmbeddedHost, args: readonly string[]): Promise<string[]> {
  const { output } = await host.run({ folder: 'calls', args });
  const ofThreads = output.split('\n').filter((line) => line.startsWith('['));
  if (ofThreads.length === 0) throw new Error(`"node ${args.join(' ')}" did not tell its calls: ${output}`);
  // Workers that stand ready may end meanwhile; the kernel's is always there.
  const ofWorkers = await Promise.allSettled(
    host.page
      .workers()
      .map((worker) =>
        worker.evaluate((notes) => [...((globalThis as unknown as Notes)[notes] ?? [])], NOTES),
      ),
  );
  const ofOthers = ofWorkers.flatMap((told) => (told.status === 'fulfilled' ? told.value : []));
  if (!ofOthers.some((call) => call.startsWith('src/runtime/kernel/')))
    throw new Error('The kernel did not tell its calls.');
  return [...ofThreads.flatMap((line) => JSON.parse(line) as string[]), ...ofOthers];
}

function byFile(calls: ReadonlySet<string>): Record<string, string[]> {
  const names: Record<string, string[]> = {};
  for (const call of [...calls].sort()) {
    const [file, name] = call.split(' ') as [string, string];
    (names[file] ??= []).push(name);
  }
  return names;
}

type Notes = Partial<Record<string, Set<string>>>;
