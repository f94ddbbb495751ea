import { appendFile, cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as rest } from 'node:timers/promises';
import { hostilePrograms } from '../../tests/contract/hostile-programs.ts';
import { launchBrowser } from '../../tests/support/browser.ts';
import { serveDirectory } from '../static-server.ts';
import { interruptedPrograms } from './interrupted-programs.ts';
import { READING_MS, TAKE_WORK, unwatchedPages } from './unwatched-page.ts';

type Runtime = 'node' | 'python';

/** How a playground of the built site bore a hostile program, or one of Python's that waits or computes for ever. */
export interface HostileFigure {
  readonly title: string;
  readonly runtime: Runtime;
  /** Milliseconds from the click on Stop, which is Ctrl+C for Python, until the page says that the program has ended. */
  readonly stopMs: number;
  /**
   * Milliseconds of the processor that the longest task took, from Run until then, on a main thread: the page's or a
   * frame's. On the clock it takes longer when the program leaves no processor free.
   */
  readonly longestTaskMs: number;
}

/** How long a program does its worst before it is stopped. */
const RAGE_MS = 500;
const PREAMBLE =
  "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);\n";

/** The page whose playgrounds run the programs. */
const CHAPTER = 'threads/';

/**
 * Runs each hostile program in a page of its own, and stops it. No debugger is attached to the page: it would hold each Worker
 * of a bomb at its start.
 *
 * @param directory of the built site
 */
export async function measureHostilePrograms(
  directory: string,
  isWanted: (title: string) => boolean = () => true,
): Promise<HostileFigure[]> {
  const copy = await mkdtemp(path.join(os.tmpdir(), 'interleave-bench-hostile-'));
  await copySite(directory, copy);
  const site = await serveDirectory(copy);
  const figures: HostileFigure[] = [];
  const programs = [
    ...hostilePrograms.map(([title, code]) => ({ title, runtime: 'node', code: PREAMBLE + code }) as const),
    ...interruptedPrograms.map(([title, code]) => ({ title, runtime: 'python', code }) as const),
  ];
  try {
    for (const { title, runtime, code } of programs.filter(({ title }) => isWanted(title))) {
      figures.push({ title, runtime, ...(await stopAtItsWorst(`${site.url}${CHAPTER}`, runtime, code)) });
    }
  } finally {
    await site.close();
    await rm(copy, { recursive: true });
  }
  return figures;
}

/** Copies the built site, its chapter's page with a script and a policy that let it take work from here. */
async function copySite(directory: string, copy: string): Promise<void> {
  await cp(directory, copy, { recursive: true });
  const headersFile = path.join(copy, '_headers');
  const headers = await readFile(headersFile, 'utf8');
  const policy = "default-src 'self'; script-src 'self'";
  if (!headers.includes(policy))
    throw new Error(
      `No policy of the site begins with "${policy}": its page could not take work. Adapt copySite.`,
    );
  await Promise.all([
    writeFile(path.join(copy, 'take-work.js'), TAKE_WORK),
    appendFile(path.join(copy, CHAPTER, 'index.html'), '<script src="/take-work.js"></script>'),
    writeFile(
      headersFile,
      headers.replaceAll(policy, "default-src 'self'; connect-src *; script-src 'self' 'unsafe-eval'"),
    ),
  ]);
}

/** The figures in a few lines for a terminal. */
export function describeHostilePrograms(figures: readonly HostileFigure[]): string {
  const ofNode = figures.filter(({ runtime }) => runtime === 'node');
  const ofPython = figures.filter(({ runtime }) => runtime === 'python');
  return [
    `${ofNode.length} hostile programs, each in a page of its own:`,
    ...worstOf(ofNode),
    `${ofPython.length} Python programs that Ctrl+C interrupts:`,
    ...worstOf(ofPython),
    `    ${ofPython.map(({ title, stopMs }) => `${title} ${stopMs.toFixed(0)}`).join(', ')} ms`,
  ].join('\n');
}

function worstOf(figures: readonly HostileFigure[]): string[] {
  if (figures.length === 0) return [];
  const worst = (key: 'stopMs' | 'longestTaskMs', limitMs: number): string => {
    const most = figures.reduce((before, figure) => (figure[key] > before[key] ? figure : before));
    const over = figures.filter((figure) => figure[key] > limitMs).length;
    return `at most ${most[key].toFixed(0)} ms (${most.title}); wanted ≤ ${limitMs}, missed by ${over}`;
  };
  return [
    `  Stop → ended: ${worst('stopMs', 100)}`,
    `  longest task of a main thread, of processor time: ${worst('longestTaskMs', 50)}`,
  ];
}

/** In a browser of its own, at rest: the start or end of another page's process would be a task of some 80 ms in the trace. */
async function stopAtItsWorst(
  url: string,
  runtime: Runtime,
  code: string,
): Promise<Omit<HostileFigure, 'title' | 'runtime'>> {
  const browser = await launchBrowser();
  const pages = await unwatchedPages(browser, url);
  try {
    const page = await pages.open();
    await page.evaluate(write, { runtime, code });
    await rest(READING_MS);
    await browser.startTracing(undefined, { categories: ['toplevel'] });
    const stopMs = await page.evaluate(runAndStop, { runtime, rageMs: RAGE_MS });
    return { stopMs, longestTaskMs: longestTaskMs(await browser.stopTracing()) };
  } finally {
    pages.close();
    await browser.close();
  }
}

/** Runs in the page: puts the program into the playground's editor, as one who pastes it. */
async function write({ runtime, code }: { runtime: Runtime; code: string }): Promise<void> {
  await customElements.whenDefined('code-playground');
  const playground = document.querySelector<HTMLElement>(`code-playground[data-runtime=${runtime}]`)!;
  playground.scrollIntoView();
  playground.querySelector<HTMLButtonElement>('[data-do=edit]')!.click();
  const editor = (): HTMLElement | null | undefined =>
    [...playground.querySelectorAll('*')]
      .find(({ shadowRoot }) => shadowRoot?.querySelector('.cm-content'))
      ?.shadowRoot?.querySelector<HTMLElement>('.cm-content');
  while (!editor()) await new Promise((resolve) => setTimeout(resolve, 10));
  const content = editor()!;
  content.focus();
  const all = { key: 'a', code: 'KeyA', keyCode: 65, ctrlKey: true, bubbles: true, cancelable: true };
  content.dispatchEvent(new KeyboardEvent('keydown', all));
  const clipboardData = new DataTransfer();
  clipboardData.setData('text/plain', code);
  content.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  if (!content.textContent.includes('ready'))
    throw new Error(`The editor did not take the program, it holds: ${content.textContent}`);
}

/** Runs in the page: milliseconds from a click on Stop until the program has ended. */
async function runAndStop({ runtime, rageMs }: { runtime: Runtime; rageMs: number }): Promise<number> {
  const playground = document.querySelector<HTMLElement>(`code-playground[data-runtime=${runtime}]`)!;
  const until = (isSo: () => boolean, watched: MutationObserverInit): Promise<void> =>
    new Promise((resolve) => {
      const observer = new MutationObserver(() => {
        if (!isSo()) return;
        observer.disconnect();
        resolve();
      });
      observer.observe(playground, watched);
    });
  const click = (what: 'run' | 'stop'): void =>
    playground.querySelector<HTMLButtonElement>(`[data-do=${what}]`)!.click();
  const ready = until(
    () => [...playground.querySelectorAll('.pg-line')].some((line) => line.textContent.includes('ready')),
    { childList: true, subtree: true, characterData: true },
  );
  click('run');
  await ready;
  await new Promise((resolve) => setTimeout(resolve, rageMs));
  const ended = until(() => playground.dataset['state'] === 'stopped', { attributes: true });
  const startMs = performance.now();
  click('stop');
  await ended;
  return performance.now() - startMs;
}

/** @see https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU the format of a trace */
interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** Of an interval, in microseconds of the thread's processor time. */
  readonly tdur?: number;
  readonly args: { readonly name?: string };
}

function longestTaskMs(trace: Buffer): number {
  const { traceEvents } = JSON.parse(trace.toString()) as { traceEvents: TraceEvent[] };
  const threadOf = ({ pid, tid }: TraceEvent): string => `${pid}/${tid}`;
  const mainThreads = new Set(
    traceEvents
      .filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain')
      .map(threadOf),
  );
  const tasks = traceEvents.filter(
    (event) => event.ph === 'X' && event.name.endsWith('RunTask') && mainThreads.has(threadOf(event)),
  );
  return Math.max(0, ...tasks.map(({ tdur = 0 }) => tdur)) / 1000;
}
