import type { Locator, Page } from 'playwright-core';

/** A playground of an open page, as a reader uses it. */
export class PlaygroundOnPage {
  readonly element: Locator;
  readonly #page: Page;

  constructor(page: Page, element: Locator) {
    this.#page = page;
    this.element = element;
  }

  button(name: string): Locator {
    return this.element.getByRole('button', { name, exact: true });
  }

  /** The rows of the output, or those that hold a text. */
  lines(text = ''): Locator {
    return this.element.locator('.pg-line').filter({ hasText: text });
  }

  /** What was printed, line by line. */
  printed(): Promise<string[]> {
    return this.element.locator('.pg-text').allInnerTexts();
  }

  /** Replaces the file that is shown and presses Run. */
  async run(program: string): Promise<void> {
    await this.button('Edit').click();
    await this.element.locator('.cm-content').first().waitFor();
    await this.#page.keyboard.press('ControlOrMeta+a');
    await this.#page.keyboard.insertText(program);
    await this.button('Run').click();
  }

  /** Waits until the status reads as wanted. */
  async status(wanted: RegExp, timeoutMs = 30_000): Promise<void> {
    await this.element.locator('.pg-status').filter({ hasText: wanted }).waitFor({ timeout: timeoutMs });
  }

  /** Waits until the program has ended by itself, as long as it goes on printing: it may have much to compute. */
  async ended(silenceMs = 60_000): Promise<void> {
    const exitCode = this.element.locator('.pg-status').filter({ hasText: /^Exit code/ });
    while ((await exitCode.count()) === 0) {
      const nextLine = this.lines().nth(await this.lines().count());
      await exitCode.or(nextLine).first().waitFor({ timeout: silenceMs });
    }
  }
}
