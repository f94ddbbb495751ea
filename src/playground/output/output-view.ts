import type { AnsiColor, AnsiStyle } from './ansi.ts';
import { defaultLimits, OutputModel, type LineSource, type OutputLine } from './output-model.ts';
import './output.css';

/** Laying out a row takes some 50 µs on a slow machine, and a frame has 16 ms for everything. */
const ROWS_PER_FRAME = 150;
const FRAME_MS = 16;
/** In a flood nobody can read along: it is drawn seldom, and no more of it than one sees. */
const FLOOD_FRAME_MS = 100;
const FLOOD_ROWS = 40;

/** Text that came from one source. */
export interface OutputPiece {
  readonly source: LineSource;
  readonly text: string;
}

/** Shows what a program prints, as it prints it: time, stream and text of each line, drawn once per frame at most. */
export class OutputView {
  readonly element: HTMLElement;
  readonly #scroller: HTMLElement;
  readonly #lines: HTMLElement;
  readonly #cut: HTMLElement;
  #model = new OutputModel();
  /** The rows that are drawn stand for the model's lines from this index on. */
  #firstRow = 0;
  #rows: HTMLElement[] = [];
  #frame: number | undefined;
  #floodTimer: ReturnType<typeof setTimeout> | undefined;
  #drawnAtMs = -Infinity;

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
    this.#replaceRows(0);
    this.#showCut();
  }

  /** Keeps its height while another program's output replaces this one's, so that the page below does not jump. */
  holdHeight(): void {
    this.#scroller.style.minBlockSize = `${this.#scroller.offsetHeight}px`;
  }

  /** Takes the height that the lines need. */
  releaseHeight(): void {
    this.#scroller.style.minBlockSize = '';
  }

  /** Takes the keyboard's focus, by which a reader can scroll. */
  focus(): void {
    this.#scroller.focus();
  }

  /** Adds output that arrived so many milliseconds after the program started. */
  append(pieces: readonly OutputPiece[], atMs: number): void {
    for (const { source, text } of pieces) this.#model.append(source, text, atMs);
    // What comes alone is drawn at once; what comes in quick succession, once per frame.
    if (this.#floodTimer !== undefined) return;
    if (this.#frame === undefined && performance.now() - this.#drawnAtMs > FRAME_MS) this.#draw();
    else this.#drawSoon();
  }

  /** Draws what has arrived without waiting for the next frame. */
  flush(): void {
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
    clearTimeout(this.#floodTimer);
    this.#floodTimer = undefined;
    this.#draw();
  }

  #drawSoon(): void {
    this.#frame ??= requestAnimationFrame(() => this.#draw());
  }

  /**
   * Brings the rows up to the model. One frame draws so many at most: in a flood the newest, and when it ebbs, those
   * before them, so that the page answers all the time.
   */
  #draw(): void {
    this.#frame = undefined;
    this.#drawnAtMs = performance.now();
    const follows = this.#isAtEnd();
    const { removedFromStart, firstChanged } = this.#model.takeChanges();
    this.#removeRows(0, removedFromStart - this.#firstRow);
    this.#firstRow = Math.max(0, this.#firstRow - removedFromStart);
    this.#removeRows(Math.max(0, firstChanged - this.#firstRow), Infinity);

    const { length } = this.#model.lines;
    const undrawn = length - (this.#firstRow + this.#rows.length);
    if (undrawn > ROWS_PER_FRAME) {
      this.#replaceRows(length - FLOOD_ROWS);
      this.#floodTimer = setTimeout(() => {
        this.#floodTimer = undefined;
        this.#drawSoon();
      }, FLOOD_FRAME_MS);
    } else {
      this.#appendRows();
    }
    if (this.#firstRow > 0 && this.#floodTimer === undefined) {
      if (undrawn === 0) this.#prependRows();
      this.#drawSoon();
    }
    this.#showCut();
    if (follows) this.#scroller.scrollTop = this.#scroller.scrollHeight;
  }

  #removeRows(start: number, count: number): void {
    if (count <= 0) return;
    for (const row of this.#rows.splice(start, count)) row.remove();
  }

  #replaceRows(firstRow: number): void {
    this.#firstRow = firstRow;
    this.#rows = this.#model.lines.slice(firstRow).map(renderLine);
    this.#lines.replaceChildren(...this.#rows);
  }

  #appendRows(): void {
    const rows = this.#model.lines.slice(this.#firstRow + this.#rows.length).map(renderLine);
    this.#rows.push(...rows);
    this.#lines.append(...rows);
  }

  #prependRows(): void {
    const firstRow = Math.max(0, this.#firstRow - ROWS_PER_FRAME);
    const rows = this.#model.lines.slice(firstRow, this.#firstRow).map(renderLine);
    this.#firstRow = firstRow;
    this.#rows.unshift(...rows);
    this.#lines.prepend(...rows);
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
