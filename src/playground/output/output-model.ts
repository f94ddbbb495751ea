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
  readonly lines: OutputLine[] = [];
  /** What was cut from the start. */
  cutLines = 0;
  cutCharacters = 0;

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

  /** Adds a piece of output that arrived at a time. */
  append(source: LineSource, text: string, atMs: number): void {
    for (const token of this.#readers[source](text)) {
      if (token === 'newline') this.#endLine(source, atMs);
      else if (token === 'return') this.#returned = true;
      else this.#addText(source, token.text, token.style, atMs);
    }
    this.#cutStart();
  }

  /** Adds what another model holds, as if it had been printed here next. */
  continueWith(other: OutputModel): void {
    this.lines.push(...other.lines);
    this.#characters += other.#characters;
    this.cutLines += other.cutLines;
    this.cutCharacters += other.cutCharacters;
    this.#open = other.#open ?? this.#open;
    this.#cutStart();
  }

  /** Everything that is kept, as plain text. */
  get text(): string {
    return this.#plain(this.lines);
  }

  /** What the program printed, as plain text, or `undefined` when some of it was cut. */
  get wholeOutput(): string | undefined {
    if (this.cutLines > 0 || this.lines.some(({ cut }) => cut > 0)) return undefined;
    return this.#plain(this.lines.filter(({ source }) => source !== 'stdin'));
  }

  /** Tells what has changed since the last call. */
  takeChanges(): OutputChanges {
    const changes = { removedFromStart: this.#removedFromStart, firstChanged: this.#firstChanged };
    this.#removedFromStart = 0;
    this.#firstChanged = this.lines.length;
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
      this.lines.push(this.#open);
    }
    this.#firstChanged = Math.min(this.#firstChanged, this.lines.length - 1);
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
      this.lines.length - count > 1 &&
      (this.lines.length - count > this.#limits.lines || this.#characters > this.#limits.characters)
    ) {
      const length = this.lines[count]?.length ?? 0;
      this.#characters -= length;
      this.cutCharacters += length;
      count++;
    }
    if (count === 0) return;
    this.lines.splice(0, count);
    this.cutLines += count;
    // Lines that were never looked at need not be removed from what was shown.
    const wereShown = Math.min(count, this.#firstChanged);
    this.#removedFromStart += wereShown;
    this.#firstChanged -= wereShown;
  }

  #plain(lines: readonly OutputLine[]): string {
    return lines.map(({ spans }) => `${spans.map(({ text }) => text).join('')}\n`).join('');
  }
}
