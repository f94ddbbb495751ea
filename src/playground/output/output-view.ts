import type { AnsiColor, AnsiStyle } from './ansi.ts';
import { defaultLimits, OutputModel, type LineSource, type OutputLine } from './output-model.ts';
import './output.css';

/** Shows what a program prints, as it prints it: time, stream and text of each line, drawn once per frame at most. */
export class OutputView {
  readonly element: HTMLElement;
  readonly #scroller: HTMLElement;
  readonly #lines: HTMLElement;
  readonly #cut: HTMLElement;
  #model = new OutputModel();
  #frame: number | undefined;

  constructor() {
    this.#cut = create('p', 'pg-cut');
    this.#lines = create('div', 'pg-lines');
    this.#scroller = create('div', 'pg-output');
    this.#scroller.tabIndex = 0;
    this.#scroller.role = 'group';
    this.#scroller.ariaLabel = 'Output';
    this.#scroller.append(this.#lines);
    this.element = create('div', 'pg-output-box');
    this.element.append(this.#cut, this.#scroller);
    this.show(new OutputModel());
  }

  /** What is shown. Keep it, and hand it to `show()` later, to undo a Clear. */
  get model(): OutputModel {
    return this.#model;
  }

  /** Shows another program's output instead. */
  show(model: OutputModel): void {
    this.#model = model;
    model.takeChanges();
    this.#lines.replaceChildren(...model.lines.map(renderLine));
    this.#showCut();
  }

  /** Takes the keyboard's focus, by which a reader can scroll. */
  focus(): void {
    this.#scroller.focus();
  }

  /** Adds output that arrived so many milliseconds after the program started. */
  append(source: LineSource, text: string, atMs: number): void {
    this.#model.append(source, text, atMs);
    this.#frame ??= requestAnimationFrame(() => this.#draw());
  }

  /** Draws what has arrived without waiting for the next frame. */
  flush(): void {
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
    this.#draw();
  }

  #draw(): void {
    this.#frame = undefined;
    const { removedFromStart, firstChanged } = this.#model.takeChanges();
    const follows = this.#isAtEnd();
    for (let count = 0; count < removedFromStart; count++) this.#lines.firstChild?.remove();
    while (this.#lines.childElementCount > firstChanged) this.#lines.lastChild?.remove();
    this.#lines.append(...this.#model.lines.slice(firstChanged).map(renderLine));
    this.#showCut();
    if (follows) this.#scroller.scrollTop = this.#scroller.scrollHeight;
  }

  /** A reader who has scrolled up to read is left in peace. */
  #isAtEnd(): boolean {
    const { scrollTop, clientHeight, scrollHeight } = this.#scroller;
    return scrollTop + clientHeight >= scrollHeight - 4;
  }

  #showCut(): void {
    const { cutLines, cutCharacters } = this.#model;
    this.#cut.hidden = cutLines === 0;
    this.#cut.textContent =
      `${cutLines.toLocaleString('en')} earlier lines (${kilobytes(cutCharacters)}) were cut: at most ` +
      `${defaultLimits.lines.toLocaleString('en')} lines and ${kilobytes(defaultLimits.characters)} are kept.`;
  }
}

function renderLine(line: OutputLine): HTMLElement {
  const row = create('div', 'pg-line');
  row.dataset['source'] = line.source;
  const time = create('span', 'pg-time');
  time.textContent = (line.atMs / 1000).toFixed(3);
  time.title = `${Math.round(line.atMs)} ms after the program started`;
  const source = create('span', 'pg-source');
  source.textContent = SOURCE_LABELS[line.source];
  const text = create('span', 'pg-text');
  text.append(...line.spans.map(({ text, style }) => renderSpan(text, style)));
  if (line.cut > 0) {
    const cut = create('span', 'pg-line-cut');
    cut.textContent = ` … ${line.cut.toLocaleString('en')} more characters`;
    text.append(cut);
  }
  row.append(time, source, text);
  return row;
}

/** Told apart by a word, not only by colour. */
const SOURCE_LABELS: Readonly<Record<LineSource, string>> = { stdout: '', stderr: 'err', stdin: 'in' };

function renderSpan(text: string, { foreground, background, attributes = [] }: AnsiStyle): Node {
  if (foreground === undefined && background === undefined && attributes.length === 0) {
    return document.createTextNode(text);
  }
  const span = create('span', ['pg-ansi', ...attributes.map((name) => `pg-${name}`)].join(' '));
  span.textContent = text;
  if (foreground !== undefined) span.style.setProperty('--fg', cssColor(foreground));
  if (background !== undefined) span.style.setProperty('--bg', cssColor(background));
  return span;
}

function cssColor(color: AnsiColor): string {
  return typeof color === 'number' ? `var(--ansi-${color})` : color;
}

function kilobytes(characters: number): string {
  return characters < 1000
    ? `${characters} bytes`
    : `${Math.round(characters / 1000).toLocaleString('en')} KB`;
}

function create(tag: 'div' | 'span' | 'p', className: string): HTMLElement {
  const element = document.createElement(tag);
  element.className = className;
  return element;
}
