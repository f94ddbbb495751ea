/** Replaces parts of a text and remembers how columns moved. Edits may come in any order and must not overlap. */
export class TextEdits {
  readonly #source: string;
  readonly #edits: { start: number; end: number; text: string }[] = [];

  constructor(source: string) {
    this.#source = source;
  }

  /** Replaces what is between two offsets. The text has no line break. */
  replace(start: number, end: number, text: string): void {
    this.#edits.push({ start, end, text });
  }

  /** Puts text before an offset. */
  insert(at: number, text: string): void {
    this.replace(at, at, text);
  }

  /** Overwrites with spaces, so that nothing moves. */
  blank(start: number, end: number): void {
    this.replace(start, end, this.#source.slice(start, end).replace(/[^\n\r\u2028\u2029]/g, ' '));
  }

  /** Overwrites a statement with an empty one, so that the lines around it do not become one statement. */
  blankStatement(start: number, end: number): void {
    this.replace(start, start + 1, ';');
    this.blank(start + 1, end);
  }

  /** The edited text, and the column map of `protocol/module-calls.ts`. */
  apply(): { text: string; columns: number[] } {
    const source = this.#source;
    const columns: number[] = [];
    this.#edits.sort((a, b) => a.start - b.start || a.end - b.end);
    let text = '';
    let at = 0;
    let line = 1;
    let lineStart = 0;
    let shift = 0;
    for (const { start, end, text: replacement } of this.#edits) {
      for (let next = nextLine(source, lineStart); next <= start; next = nextLine(source, lineStart)) {
        line++;
        lineStart = next;
        shift = 0;
      }
      text += source.slice(at, start) + replacement;
      at = end;
      const grown = replacement.length - (end - start);
      if (grown === 0) continue;
      const column = start - lineStart;
      columns.push(line, column + shift, column + shift + replacement.length, column, end - lineStart);
      shift += grown;
    }
    return { text: text + source.slice(at), columns };
  }
}

function nextLine(source: string, from: number): number {
  const end = source.indexOf('\n', from);
  return end === -1 ? Infinity : end + 1;
}
