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
      readonly text: string;
      readonly start: number;
      readonly end: number;
      readonly line: number;
    };

/** Longest first. Digits before a redirection are part of it. */
const operators = /^(?:\d*(?:>>|>&|<&|>\||<<|>|<)|&&|\|\||;;|[;&|()\n])/;

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
        if (operator === '\n') this.#line++;
        tokens.push({ kind: 'operator', text: operator, start, end: this.#at, line });
        continue;
      }
      const word = this.#word();
      const text = this.#script.slice(start, this.#at);
      tokens.push({ kind: 'word', word, text, start, end: this.#at, line });
    }
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
    if (rest.startsWith('$((')) {
      throw new ShellSyntaxError(this.#line, 'arithmetic expansion is not available in this shell');
    }
    if (rest.startsWith('$(')) return { kind: 'command', text: this.#parenthesized(), quoted };
    const braced = /^\$\{(#?)(\w+|[?$#@*!-])(?:(:?[-=+?])([^}]*))?\}/.exec(rest);
    if (braced) {
      const [all, length, name = '', operator, word = ''] = braced;
      this.#at += all.length;
      if (length) return { kind: 'parameter', name, operator: '#', quoted };
      if (operator === undefined) return { kind: 'parameter', name, quoted };
      const inner = new Lexer(word).#wholeWord();
      return { kind: 'parameter', name, operator: operator as ':-', word: inner, quoted };
    }
    if (rest.startsWith('${')) throw new ShellSyntaxError(this.#line, 'Bad substitution');
    const name = /^\$([A-Za-z_]\w*|[\d?$#@*!-])/.exec(rest);
    this.#at += name ? name[0].length : 1;
    return name ? { kind: 'parameter', name: name[1]!, quoted } : { kind: 'text', text: '$', quoted };
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
