import type { Browser, Page } from 'playwright-core';
import { hostilePrograms } from '../../tests/contract/hostile-programs.ts';
import { launchBrowser } from '../../tests/support/browser.ts';
import { serveSite } from '../../tests/support/site.ts';
import { interruptedPrograms } from './interrupted-programs.ts';

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

/** Runs each hostile program in a page of its own, and stops it. */
export async function measureHostilePrograms(
  isWanted: (title: string) => boolean = () => true,
): Promise<HostileFigure[]> {
  const [browser, site] = await Promise.all([launchBrowser(), serveSite()]);
  const figures: HostileFigure[] = [];
  const programs = [
    ...hostilePrograms.map(([title, code]) => ({ title, runtime: 'node', code: PREAMBLE + code }) as const),
    ...interruptedPrograms.map(([title, code]) => ({ title, runtime: 'python', code }) as const),
  ];
  try {
    for (const { title, runtime, code } of programs.filter(({ title }) => isWanted(title))) {
      const page = await browser.newPage();
      await page.goto(`${site.url}threads/`);
      figures.push({ title, runtime, ...(await stopAtItsWorst(browser, page, runtime, code)) });
      await page.close();
    }
  } finally {
    await browser.close();
    await site.close();
  }
  return figures;
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

async function stopAtItsWorst(
  browser: Browser,
  page: Page,
  runtime: Runtime,
  code: string,
): Promise<Omit<HostileFigure, 'title' | 'runtime'>> {
  const playground = page.locator(`code-playground[data-runtime=${runtime}]`).first();
  await playground.getByRole('button', { name: 'Edit', exact: true }).click();
  await playground.locator('.cm-content').first().waitFor();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(code);
  await browser.startTracing(page, { categories: ['toplevel'] });
  await playground.getByRole('button', { name: 'Run', exact: true }).click();
  await playground.locator('.pg-line').filter({ hasText: 'ready' }).first().waitFor();
  await page.waitForTimeout(RAGE_MS);
  const stopMs = await playground.evaluate(stop);
  return { stopMs, longestTaskMs: longestTaskMs(await browser.stopTracing()) };
}

/** Runs in the page: clicks on Stop and waits until the program has ended. */
async function stop(playground: HTMLElement | SVGElement): Promise<number> {
  const startMs = performance.now();
  const ended = new Promise<void>((resolve) => {
    new MutationObserver(() => {
      if (playground.dataset['state'] === 'stopped') resolve();
    }).observe(playground, { attributes: true });
  });
  playground.querySelector<HTMLButtonElement>('[data-do=stop]')!.click();
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
