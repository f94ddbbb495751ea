import { ShellSyntaxError, type Word, type WordPart } from './shell-syntax.ts';

/** A token: an operator, or a word. `start` and `end` are offsets in the script. */
export type Token =
  | {
      readonly kind: 'operator';
      readonly text: string;
      readonly start: number;
      readonly end: number;
      readonly line: number;
    }
  | {
      readonly kind: 'word';
      readonly word: Word;
      /** Of a here-document's delimiter: the lines of the document and the one that ends it. */
      readonly document?: string;
      readonly text: string;
      readonly start: number;
      readonly end: number;
      readonly line: number;
    };

/** Longest first. Digits before a redirection are part of it. */
const operators = /^(?:\d*(?:>>|>&|<&|>\||<<-|<<|>|<)|&&|\|\||;;|[;&|()\n])/;

/**
 * Splits a script into tokens.
 * @throws ShellSyntaxError when a quote is not closed
 */
export function tokenize(script: string): Token[] {
  return new Lexer(script).tokens();
}

class Lexer {
  readonly #script: string;
  #at = 0;
  #line = 1;

  constructor(script: string) {
    this.#script = script;
  }

  tokens(): Token[] {
    const tokens: Token[] = [];
    for (;;) {
      this.#skipBlanks();
      if (this.#at >= this.#script.length) return tokens;
      const start = this.#at;
      const line = this.#line;
      const operator = operators.exec(this.#script.slice(start, start + 12))?.[0];
      if (operator !== undefined) {
        this.#at += operator.length;
        tokens.push({ kind: 'operator', text: operator, start, end: this.#at, line });
        if (operator === '\n') {
          this.#line++;
          this.#readDocuments(tokens);
        }
        continue;
      }
      const word = this.#word();
      const text = this.#script.slice(start, this.#at);
      tokens.push({ kind: 'word', word, text, start, end: this.#at, line });
    }
  }

  /** After a line with `<<`, the documents follow. Each takes the place of its delimiter. */
  #readDocuments(tokens: Token[]): void {
    for (const [index, token] of tokens.entries()) {
      const before = tokens[index - 1];
      if (token.kind !== 'word' || token.document !== undefined || !/^\d*<<-?$/.test(before?.text ?? ''))
        continue;
      const delimiter = token.word.map((part) => (part.kind === 'text' ? part.text : '')).join('');
      const { text, document } = this.#document(delimiter, before!.text.endsWith('-'));
      const isVerbatim = token.word.some((part) => part.quoted);
      const word: Word = isVerbatim
        ? [{ kind: 'text', text, quoted: true }]
        : new Lexer(text).#documentWord();
      tokens[index] = { ...token, word, document };
    }
  }

  #document(delimiter: string, withoutTabs: boolean): { text: string; document: string } {
    const start = this.#at;
    let text = '';
    while (this.#at < this.#script.length) {
      const end = this.#script.indexOf('\n', this.#at);
      const line = this.#script.slice(this.#at, end === -1 ? undefined : end);
      this.#at = end === -1 ? this.#script.length : end + 1;
      this.#line++;
      const shown = withoutTabs ? line.replace(/^\t+/, '') : line;
      if (shown === delimiter) break;
      text += `${shown}\n`;
    }
    return { text, document: this.#script.slice(start, this.#at) };
  }

  /** The text of a here-document: expansions as between double quotes, and quotes are nothing special. */
  #documentWord(): Word {
    const parts: WordPart[] = [];
    let text = '';
    while (this.#at < this.#script.length) {
      const character = this.#script[this.#at]!;
      if (character === '$' || character === '`') {
        parts.push({ kind: 'text', text, quoted: true }, this.#expansion(true));
        text = '';
        continue;
      }
      const next = this.#script[this.#at + 1] ?? '';
      const isEscape = character === '\\' && /[\\$`\n]/.test(next);
      if (!isEscape) text += character;
      else if (next !== '\n') text += next;
      this.#at += isEscape ? 2 : 1;
    }
    return [...parts, { kind: 'text', text, quoted: true }];
  }

  #skipBlanks(): void {
    const blanks = /^(?:[ \t]|\\\n|#[^\n]*)+/.exec(this.#script.slice(this.#at));
    if (!blanks) return;
    this.#line += blanks[0].split('\n').length - 1;
    this.#at += blanks[0].length;
  }

  #word(): Word {
    const parts: WordPart[] = [];
    while (this.#at < this.#script.length && !/[\s;&|<>()]/.test(this.#script[this.#at]!)) {
      parts.push(...this.#part());
    }
    return parts;
  }

  #part(): WordPart[] {
    const character = this.#script[this.#at]!;
    switch (character) {
      case "'":
        return [{ kind: 'text', text: this.#until("'"), quoted: true }];
      case '"':
        return this.#doubleQuoted();
      case '\\':
        this.#at += 2;
        // A backslash at the end of a line joins it with the next.
        if (this.#script[this.#at - 1] === '\n') return [];
        return [{ kind: 'text', text: this.#script[this.#at - 1] ?? '', quoted: true }];
      case '$':
      case '`':
        return [this.#expansion(false)];
      default: {
        const plain = /^[^\s;&|<>()'"\\$`]+/.exec(this.#script.slice(this.#at))![0];
        this.#at += plain.length;
        return [{ kind: 'text', text: plain, quoted: false }];
      }
    }
  }

  /** The text to the closing character, which is passed. */
  #until(closing: string): string {
    const end = this.#script.indexOf(closing, this.#at + 1);
    if (end === -1) throw new ShellSyntaxError(this.#line, 'Syntax error: Unterminated quoted string');
    const text = this.#script.slice(this.#at + 1, end);
    this.#line += text.split('\n').length - 1;
    this.#at = end + 1;
    return text;
  }

  #doubleQuoted(): WordPart[] {
    const parts: WordPart[] = [];
    let text = '';
    this.#at++;
    for (;;) {
      const character = this.#script[this.#at];
      if (character === undefined) {
        throw new ShellSyntaxError(this.#line, 'Syntax error: Unterminated quoted string');
      }
      if (character === '"') {
        this.#at++;
        return [...parts, { kind: 'text', text, quoted: true }];
      }
      if (character === '$' || character === '`') {
        parts.push({ kind: 'text', text, quoted: true }, this.#expansion(true));
        text = '';
        continue;
      }
      if (character === '\n') this.#line++;
      const escaped = character === '\\' && /["\\$`\n]/.test(this.#script[this.#at + 1] ?? '');
      if (escaped) this.#at++;
      const kept = this.#script[this.#at]!;
      if (!(escaped && kept === '\n')) text += kept;
      this.#at++;
    }
  }

  #expansion(quoted: boolean): WordPart {
    if (this.#script[this.#at] === '`') return { kind: 'command', text: this.#until('`'), quoted };
    const rest = this.#script.slice(this.#at);
    const arithmetic = rest.startsWith('$((') ? this.#arithmetic(quoted) : undefined;
    if (arithmetic) return arithmetic;
    if (rest.startsWith('$(')) return { kind: 'command', text: this.#parenthesized(), quoted };
    if (rest.startsWith('${')) return this.#braced(quoted);
    const name = /^\$([A-Za-z_]\w*|[\d?$#@*!-])/.exec(rest);
    this.#at += name ? name[0].length : 1;
    return name ? { kind: 'parameter', name: name[1]!, quoted } : { kind: 'text', text: '$', quoted };
  }

  /** `${name}`, `${#name}`, `${name:-word}`, `${name%pattern}`. */
  #braced(quoted: boolean): WordPart {
    const head = /^\$\{(#?)(\w+|[?$#@*!-])(:?[-=+?]|%%|%|##|#)?/.exec(this.#script.slice(this.#at));
    const end = head ? this.#closingBrace(this.#at + head[0].length) : -1;
    if (!head || end === -1) throw new ShellSyntaxError(this.#line, 'Bad substitution');
    const [all, length, name = '', operator] = head;
    const word = this.#script.slice(this.#at + all.length, end);
    if (word !== '' && operator === undefined) throw new ShellSyntaxError(this.#line, 'Bad substitution');
    this.#at = end + 1;
    if (length) return { kind: 'parameter', name, operator: 'length', quoted };
    if (operator === undefined) return { kind: 'parameter', name, quoted };
    const inner = new Lexer(word).#wholeWord();
    return { kind: 'parameter', name, operator: operator as ':-', word: inner, quoted };
  }

  /** Where the brace is that closes what is open at an offset, or -1. */
  #closingBrace(from: number): number {
    let quote: string | undefined;
    let depth = 1;
    for (let at = from; at < this.#script.length; at++) {
      const character = this.#script[at]!;
      if (character === '\\' && quote !== "'") at++;
      else if (quote !== undefined) quote = character === quote ? undefined : quote;
      else if (character === "'" || character === '"') quote = character;
      else if (character === '$' && this.#script[at + 1] === '{') depth++;
      else if (character === '}' && --depth === 0) return at;
    }
    return -1;
  }

  /** `$(( … ))`; nothing when the parentheses are those of a command within a command. */
  #arithmetic(quoted: boolean): WordPart | undefined {
    let depth = 2;
    for (let at = this.#at + 3; at < this.#script.length; at++) {
      const character = this.#script[at]!;
      if (character === '(') depth++;
      if (character !== ')' || --depth > 0) continue;
      if (this.#script[at - 1] !== ')') return undefined;
      const text = this.#script.slice(this.#at + 3, at - 1);
      this.#at = at + 1;
      return { kind: 'arithmetic', word: new Lexer(text).#documentWord(), quoted };
    }
    return undefined;
  }

  /** All of the text as one word, blanks included: the word behind `:-`. */
  #wholeWord(): Word {
    const parts: WordPart[] = [];
    while (this.#at < this.#script.length) {
      if (/[\s;&|<>()]/.test(this.#script[this.#at]!)) {
        parts.push({ kind: 'text', text: this.#script[this.#at++]!, quoted: false });
      } else {
        parts.push(...this.#part());
      }
    }
    return parts;
  }

  /** The text between `$(` and its parenthesis, which is passed. */
  #parenthesized(): string {
    const start = this.#at + 2;
    let depth = 1;
    let quote: string | undefined;
    for (let at = start; at < this.#script.length; at++) {
      const character = this.#script[at]!;
      if (character === '\\') at++;
      else if (quote !== undefined) quote = character === quote ? undefined : quote;
      else if (character === "'" || character === '"') quote = character;
      else if (character === '(') depth++;
      else if (character === ')' && --depth === 0) {
        this.#at = at + 1;
        return this.#script.slice(start, at);
      }
    }
    throw new ShellSyntaxError(this.#line, 'Syntax error: end of file unexpected (expecting ")")');
  }
}
