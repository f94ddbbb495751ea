import type { Browser } from 'playwright-core';

/** What a browser fetched to show a page before anybody touched it; bytes as sent, compressed. */
export interface PageWeight {
  totalBytes: number;
  scriptBytes: number;
  requests: { path: string; type: string; sizeBytes: number }[];
  /** The page's text, as a reader sees it. */
  text: string;
}

/** Loads a page in a fresh profile, waits until the network is quiet, and adds up what came over it. */
export async function weighPage(browser: Browser, url: string): Promise<PageWeight> {
  const context = await browser.newContext();
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  const started = new Map<string, { path: string; type: string }>();
  const requests: PageWeight['requests'] = [];
  session.on('Network.responseReceived', ({ requestId, response, type }) => {
    started.set(requestId, { path: new URL(response.url).pathname, type });
  });
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const request = started.get(requestId);
    if (request !== undefined) requests.push({ ...request, sizeBytes: encodedDataLength });
  });
  await session.send('Network.enable');
  await page.goto(url, { waitUntil: 'networkidle' });
  const text = await page.locator('main').innerText();
  await context.close();

  const sum = (list: PageWeight['requests']): number =>
    list.reduce((total, { sizeBytes }) => total + sizeBytes, 0);
  return {
    totalBytes: sum(requests),
    scriptBytes: sum(requests.filter(({ type }) => type === 'Script')),
    requests,
    text,
  };
}
