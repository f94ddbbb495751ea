import { createAnsiReader, type AnsiStyle } from './ansi.ts';

/** Where a line came from; `stdin` is what the reader typed. */
export type LineSource = 'stdout' | 'stderr' | 'stdin';

/** A stretch of a line in one style. */
export interface Span {
  text: string;
  readonly style: AnsiStyle;
}

/** A line as it is shown. */
export interface OutputLine {
  readonly source: LineSource;
  /** When its first character arrived, in milliseconds since the program started. */
  readonly atMs: number;
  spans: Span[];
  /** How many characters are shown, and how many more were cut since the line is too long. */
  length: number;
  cut: number;
}

/** How much is kept. What is beyond is cut from the start, and counted. */
export interface OutputLimits {
  readonly lines: number;
  readonly characters: number;
  readonly charactersPerLine: number;
}

/** The limits of every playground: more than a person reads, less than a page feels. */
export const defaultLimits: OutputLimits = { lines: 1000, characters: 200_000, charactersPerLine: 5000 };

/** What has changed since the last look: so many lines have gone from the start, and all from one index on are new. */
export interface OutputChanges {
  readonly removedFromStart: number;
  readonly firstChanged: number;
}

/** The lines a program has printed, within limits. Knows nothing of the page. */
export class OutputModel {
  readonly #lines: OutputLine[] = [];
  #cutLines = 0;
  #cutCharacters = 0;

  readonly #limits: OutputLimits;
  readonly #readers = { stdout: createAnsiReader(), stderr: createAnsiReader(), stdin: createAnsiReader() };
  #characters = 0;
  /** The line that text is added to; absent after a line end. */
  #open: OutputLine | undefined;
  /** A carriage return was read: the next text replaces the line. Most programs that use it redraw a progress bar. */
  #returned = false;
  #removedFromStart = 0;
  #firstChanged = 0;

  constructor(limits: OutputLimits = defaultLimits) {
    this.#limits = limits;
  }

  /** The lines that are kept. */
  get lines(): readonly OutputLine[] {
    this.#cutStart();
    return this.#lines;
  }

  /** How many lines were cut from the start. */
  get cutLines(): number {
    this.#cutStart();
    return this.#cutLines;
  }

  /** How many characters were in them. */
  get cutCharacters(): number {
    this.#cutStart();
    return this.#cutCharacters;
  }

  /** Adds a piece of output that arrived at a time. */
  append(source: LineSource, text: string, atMs: number): void {
    const kept = startOfLastLines(text, this.#limits.lines);
    if (kept > 0) this.#skip(source, text.slice(0, kept), atMs);
    for (const token of this.#readers[source](text.slice(kept))) {
      if (token === 'newline') this.#endLine(source, atMs);
      else if (token === 'return') this.#returned = true;
      else this.#addText(source, token.text, token.style, atMs);
    }
    // Nobody looks after each piece of a flood: cutting many lines at once moves the others once.
    if (this.#lines.length > 2 * this.#limits.lines || this.#characters > 2 * this.#limits.characters)
      this.#cutStart();
  }

  /**
   * Counts lines that would be cut at once, since so many follow them in the same piece: a flood must not cost the page
   * the time to make them. What they set beyond their end is only the style.
   */
  #skip(source: LineSource, text: string, atMs: number): void {
    const first = text.indexOf('\n') + 1;
    const styles = text.slice(first).match(SGR)?.join('') ?? '';
    for (const token of this.#readers[source](text.slice(0, first) + styles)) {
      if (token === 'newline') this.#endLine(source, atMs);
      else if (token !== 'return') this.#addText(source, token.text, token.style, atMs);
    }
    let skipped = 0;
    for (let at = text.indexOf('\n', first); at !== -1; at = text.indexOf('\n', at + 1)) skipped++;
    this.#cutLines += skipped;
    this.#cutCharacters += text.length - first - skipped;
    // The line that the piece went on with stood before those that were skipped: it goes too.
    this.#cutAll();
  }

  /** Adds what another model holds, as if it had been printed here next. */
  continueWith(other: OutputModel): void {
    this.#lines.push(...other.#lines);
    this.#characters += other.#characters;
    this.#cutLines += other.#cutLines;
    this.#cutCharacters += other.#cutCharacters;
    this.#open = other.#open ?? this.#open;
    this.#cutStart();
  }

  /** Everything that is kept, as plain text. */
  get text(): string {
    return this.#plain(this.lines);
  }

  /** What the program printed, as plain text, or `undefined` when some of it was cut. */
  get wholeOutput(): string | undefined {
    if (this.cutLines > 0 || this.#lines.some(({ cut }) => cut > 0)) return undefined;
    return this.#plain(this.#lines.filter(({ source }) => source !== 'stdin'));
  }

  /** Tells what has changed since the last call. */
  takeChanges(): OutputChanges {
    this.#cutStart();
    const changes = { removedFromStart: this.#removedFromStart, firstChanged: this.#firstChanged };
    this.#removedFromStart = 0;
    this.#firstChanged = this.#lines.length;
    return changes;
  }

  #addText(source: LineSource, text: string, style: AnsiStyle, atMs: number): void {
    const line = this.#lineFor(source, atMs);
    if (this.#returned) this.#restart(line);
    const room = this.#limits.charactersPerLine - line.length;
    const shown = room >= text.length ? text : text.slice(0, Math.max(0, room));
    line.cut += text.length - shown.length;
    line.length += shown.length;
    this.#characters += shown.length;
    const last = line.spans.at(-1);
    if (last?.style === style) last.text += shown;
    else if (shown !== '') line.spans.push({ text: shown, style });
  }

  #endLine(source: LineSource, atMs: number): void {
    this.#returned = false;
    this.#lineFor(source, atMs);
    this.#open = undefined;
  }

  /** The open line, if it is of the same source: two sources never share a line, so that they can be told apart. */
  #lineFor(source: LineSource, atMs: number): OutputLine {
    if (this.#open?.source !== source) {
      this.#returned = false;
      this.#open = { source, atMs, spans: [], length: 0, cut: 0 };
      this.#lines.push(this.#open);
    }
    this.#firstChanged = Math.min(this.#firstChanged, this.#lines.length - 1);
    return this.#open;
  }

  #restart(line: OutputLine): void {
    this.#returned = false;
    this.#characters -= line.length;
    line.spans = [];
    line.length = 0;
    line.cut = 0;
  }

  #cutStart(): void {
    let count = 0;
    while (
      this.#lines.length - count > 1 &&
      (this.#lines.length - count > this.#limits.lines || this.#characters > this.#limits.characters)
    ) {
      const length = this.#lines[count]?.length ?? 0;
      this.#characters -= length;
      this.#cutCharacters += length;
      count++;
    }
    this.#cutFirst(count);
  }

  #cutAll(): void {
    for (const { length } of this.#lines) this.#cutCharacters += length;
    this.#characters = 0;
    this.#cutFirst(this.#lines.length);
  }

  #cutFirst(count: number): void {
    if (count === 0) return;
    this.#lines.splice(0, count);
    this.#cutLines += count;
    // Lines that were never looked at need not be removed from what was shown.
    const wereShown = Math.min(count, this.#firstChanged);
    this.#removedFromStart += wereShown;
    this.#firstChanged -= wereShown;
  }

  #plain(lines: readonly OutputLine[]): string {
    return lines.map(({ spans }) => `${spans.map(({ text }) => text).join('')}\n`).join('');
  }
}

const SGR = /\x1b\[[\d;:]*m/g;

/** Where the last `count` lines of a text begin; 0 when it has no more than that. */
function startOfLastLines(text: string, count: number): number {
  let at = text.length;
  for (let line = 0; line <= count; line++) {
    at = text.lastIndexOf('\n', at - 1);
    if (at <= 0) return 0;
  }
  return at + 1;
}
