import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';

/**
 * A page that no debugger is attached to, as a reader's is none. Playwright attaches one to each page, frame and Worker, which
 * holds a new Worker until it has been told to go on, and has it tell of each script: starts took half as long again.
 */
export interface UnwatchedPage {
  /** Runs a function in the page, which sees nothing around it, and returns what it resolves to. Both travel as JSON. */
  evaluate<Argument, Result>(
    work: (argument: Argument) => Result | Promise<Result>,
    argument: Argument,
  ): Promise<Result>;
  close(): Promise<void>;
}

/** Opens such pages. */
export interface UnwatchedPages {
  /** Opens the page in a profile of its own, in which nothing is cached. */
  open(): Promise<UnwatchedPage>;
  close(): void;
}

/** Before Run, a reader has had the page open, and the browser is done with it. */
export const READING_MS = 1000;

/** For a script of the page: asks for work at the address in the page's fragment, and answers with what came of it. */
export const TAKE_WORK = `(${takeWork.toString()})();`;

/** @param url of a page that has the script `TAKE_WORK` */
export async function unwatchedPages(browser: Browser, url: string): Promise<UnwatchedPages> {
  const pages = new Map<string, (answer: string, response: http.ServerResponse) => void>();
  const server = http.createServer((request, response) => {
    response.setHeader('Access-Control-Allow-Origin', '*');
    let answer = '';
    request.on('data', (chunk) => (answer += String(chunk)));
    request.on('end', () => pages.get(request.url!)?.(answer, response));
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const { port } = server.address() as AddressInfo;
  const session = await browser.newBrowserCDPSession();
  return {
    open: async () => {
      const path = `/${pages.size}`;
      const { browserContextId } = await session.send('Target.createBrowserContext');
      const asks = new Asks();
      pages.set(path, (answer, response) => asks.take(answer, response));
      // Of a context that Playwright has not made, it lets go.
      await session.send('Target.createTarget', {
        url: `${url}#http://localhost:${port}${path}`,
        browserContextId,
      });
      return {
        evaluate: (work, argument) => asks.ask(work.toString(), argument) as Promise<never>,
        close: async () => {
          await session.send('Target.disposeBrowserContext', { browserContextId });
        },
      };
    },
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** What a page is asked, one thing after the other. */
class Asks {
  #idle: ((response: http.ServerResponse) => void) | undefined;
  #page = this.#nextIdle();
  #settle: ((answer: string) => void) | undefined;

  /** The page has answered, or begins, and waits for more. */
  take(answer: string, response: http.ServerResponse): void {
    this.#settle?.(answer);
    this.#idle?.(response);
  }

  async ask(work: string, argument: unknown): Promise<unknown> {
    const response = await this.#page;
    this.#page = this.#nextIdle();
    const answer = await new Promise<string>((resolve) => {
      this.#settle = resolve;
      response.end(JSON.stringify({ work, argument: argument ?? null }));
    });
    const { value, error } = JSON.parse(answer) as { value?: unknown; error?: string };
    if (error !== undefined) throw new Error(`In the page: ${error}`);
    return value;
  }

  #nextIdle(): Promise<http.ServerResponse> {
    return new Promise((resolve) => (this.#idle = resolve));
  }
}

/** Runs in the page. */
async function takeWork(): Promise<void> {
  const address = location.hash.slice(1);
  await new Promise((resolve) => addEventListener('load', resolve));
  for (let answer = ''; address;) {
    const response = await fetch(address, { method: 'POST', body: answer });
    const { work, argument } = (await response.json()) as { work: string; argument: unknown };
    try {
      const run = (0, eval)(`(${work})`) as (argument: unknown) => unknown;
      answer = JSON.stringify({ value: await run(argument) });
    } catch (error) {
      answer = JSON.stringify({ error: String(error) });
    }
  }
}
