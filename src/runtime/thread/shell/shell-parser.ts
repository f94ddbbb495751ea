import { type Token, tokenize } from './shell-lexer.ts';
import {
  type AndOr,
  type Command,
  type CompoundCommand,
  type List,
  type Pipeline,
  type Redirection,
  ShellSyntaxError,
  type SimpleCommand,
  type Word,
} from './shell-syntax.ts';

/**
 * Parses a script of the POSIX shell's language.
 * @throws ShellSyntaxError
 */
export function parseScript(script: string): List {
  return new Parser(script).script();
}

const closing = new Set(['then', 'elif', 'else', 'fi', 'do', 'done', 'esac', '}']);

class Parser {
  readonly #script: string;
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(script: string) {
    this.#script = script;
    this.#tokens = tokenize(script);
  }

  script(): List {
    const list = this.#list();
    if (this.#at < this.#tokens.length) throw this.#unexpected();
    return list;
  }

  #list(): List {
    const list: AndOr[] = [];
    for (;;) {
      while (this.#takes(';') || this.#takes('\n'));
      const token = this.#tokens[this.#at];
      if (
        !token ||
        this.#isOperator(')') ||
        this.#isOperator(';;') ||
        (token.kind === 'word' && closing.has(token.text))
      )
        return list;
      const start = token.start;
      const parts = this.#andOr();
      const text = this.#textFrom(start);
      list.push({ ...parts, text, inBackground: this.#takes('&') });
    }
  }

  #andOr(): Pick<AndOr, 'first' | 'rest'> {
    const first = this.#pipeline();
    const rest: { operator: '&&' | '||'; pipeline: Pipeline }[] = [];
    for (;;) {
      const operator = this.#takes('&&') ? '&&' : this.#takes('||') ? '||' : undefined;
      if (!operator) return { first, rest };
      this.#skipNewlines();
      rest.push({ operator, pipeline: this.#pipeline() });
    }
  }

  #pipeline(): Pipeline {
    const negated = this.#takesWord('!');
    const commands = [this.#command()];
    while (this.#takes('|')) {
      this.#skipNewlines();
      commands.push(this.#command());
    }
    return { negated, commands };
  }

  #command(): Command {
    const token = this.#tokens[this.#at];
    if (!token) throw this.#unexpected();
    const start = token.start;
    const body = this.#compound(token);
    if (!body) return this.#simple(start);
    const redirections: Redirection[] = [];
    for (let next = this.#redirection(); next; next = this.#redirection()) redirections.push(next);
    return { kind: 'compound', body, redirections, text: this.#textFrom(start) };
  }

  #compound(token: Token): CompoundCommand['body'] | undefined {
    if (this.#takes('(')) {
      const list = this.#list();
      this.#expect(')');
      return { kind: 'subshell', list };
    }
    if (token.kind !== 'word') return undefined;
    if (this.#isDefinition()) return this.#function(token.text);
    switch (token.text) {
      case '{':
        this.#at++;
        return { kind: 'group', list: this.#closedBy('}') };
      case 'if':
        this.#at++;
        return this.#if();
      case 'while':
      case 'until': {
        this.#at++;
        const test = this.#closedBy('do');
        return { kind: 'loop', until: token.text === 'until', test, list: this.#closedBy('done') };
      }
      case 'case':
        this.#at++;
        return this.#case();
      case 'for':
        this.#at++;
        return this.#for();
      default:
        return undefined;
    }
  }

  #if(): CompoundCommand['body'] {
    const branches: { test: List; then: List }[] = [];
    let otherwise: List = [];
    do {
      const test = this.#closedBy('then');
      branches.push({ test, then: this.#list() });
    } while (this.#takesWord('elif'));
    if (this.#takesWord('else')) otherwise = this.#list();
    this.#expectWord('fi');
    return { kind: 'if', branches, otherwise };
  }

  #case(): CompoundCommand['body'] {
    const subject = this.#tokens[this.#at++];
    if (subject?.kind !== 'word') throw this.#unexpected();
    this.#skipNewlines();
    this.#expectWord('in');
    const branches: { patterns: Word[]; list: List }[] = [];
    for (;;) {
      this.#skipNewlines();
      if (this.#takesWord('esac')) return { kind: 'case', word: subject.word, branches };
      this.#takes('(');
      const patterns: Word[] = [];
      do {
        const pattern = this.#tokens[this.#at++];
        if (pattern?.kind !== 'word') throw this.#unexpected();
        patterns.push(pattern.word);
      } while (this.#takes('|'));
      this.#expect(')');
      branches.push({ patterns, list: this.#list() });
      if (this.#takes(';;')) continue;
      this.#expectWord('esac');
      return { kind: 'case', word: subject.word, branches };
    }
  }

  /** `name()` */
  #isDefinition(): boolean {
    const [name, open, close] = this.#tokens.slice(this.#at, this.#at + 3);
    return (
      name?.kind === 'word' && /^[A-Za-z_]\w*$/.test(name.text) && open?.text === '(' && close?.text === ')'
    );
  }

  #function(name: string): CompoundCommand['body'] {
    this.#at += 3;
    this.#skipNewlines();
    return { kind: 'function', name, command: this.#command() };
  }

  #for(): CompoundCommand['body'] {
    const name = this.#tokens[this.#at++];
    if (name?.kind !== 'word') throw this.#unexpected();
    let words: Word[] | null = null;
    this.#skipNewlines();
    if (this.#takesWord('in')) {
      words = [];
      for (let next = this.#tokens[this.#at]; next?.kind === 'word'; next = this.#tokens[++this.#at]) {
        words.push(next.word);
      }
    }
    while (this.#takes(';') || this.#takes('\n'));
    this.#expectWord('do');
    return { kind: 'for', name: name.text, words, list: this.#closedBy('done') };
  }

  #simple(start: number): SimpleCommand {
    const line = this.#tokens[this.#at]!.line;
    const assignments: { name: string; value: Word }[] = [];
    const words: Word[] = [];
    const redirections: Redirection[] = [];
    for (;;) {
      const redirection = this.#redirection();
      if (redirection) {
        redirections.push(redirection);
        continue;
      }
      const token = this.#tokens[this.#at];
      if (token?.kind !== 'word') break;
      this.#at++;
      const assignment = words.length === 0 ? assignmentOf(token.word) : undefined;
      if (assignment) assignments.push(assignment);
      else words.push(token.word);
    }
    if (assignments.length + words.length + redirections.length === 0) throw this.#unexpected();
    return { kind: 'simple', line, assignments, words, redirections, text: this.#textFrom(start) };
  }

  #redirection(): Redirection | undefined {
    const token = this.#tokens[this.#at];
    const match = token?.kind === 'operator' ? /^(\d*)([<>].*)$/.exec(token.text) : null;
    if (!match || !token) return undefined;
    const [, digits = '', operator = ''] = match;
    this.#at++;
    const target = this.#tokens[this.#at++];
    if (target?.kind !== 'word') {
      this.#at--;
      throw this.#unexpected();
    }
    const fd = digits === '' ? (operator.startsWith('<') ? 0 : 1) : Number(digits);
    const plain = { '>|': '>', '<<-': '<<' }[operator] ?? operator;
    return { fd, operator: plain as '>', target: target.word };
  }

  #closedBy(word: string): List {
    const list = this.#list();
    this.#expectWord(word);
    return list;
  }

  #textFrom(start: number): string {
    const { end } = this.#tokens[this.#at - 1]!;
    const documents = this.#tokens.flatMap((token) =>
      token.kind === 'word' && token.document !== undefined && token.start >= start && token.end <= end
        ? [token.document]
        : [],
    );
    const text = this.#script.slice(start, end);
    // Those of lines before the last are in the text.
    const missing = documents.filter((document) => !text.includes(document));
    return missing.length === 0 ? text : `${text}\n${missing.join('')}`;
  }

  #skipNewlines(): void {
    while (this.#takes('\n'));
  }

  #isOperator(text: string): boolean {
    const token = this.#tokens[this.#at];
    return token?.kind === 'operator' && token.text === text;
  }

  #takes(text: string): boolean {
    if (!this.#isOperator(text)) return false;
    this.#at++;
    return true;
  }

  #takesWord(text: string): boolean {
    const token = this.#tokens[this.#at];
    if (token?.kind !== 'word' || token.text !== text) return false;
    this.#at++;
    return true;
  }

  #expect(text: string): void {
    if (!this.#takes(text)) throw this.#unexpected(text);
  }

  #expectWord(text: string): void {
    if (!this.#takesWord(text)) throw this.#unexpected(text);
  }

  #unexpected(expected?: string): ShellSyntaxError {
    const token = this.#tokens[this.#at];
    const found = !token ? 'end of file' : token.text === '\n' ? 'newline' : `"${token.text}"`;
    const wanted = expected === undefined ? '' : ` (expecting "${expected}")`;
    return new ShellSyntaxError(
      token?.line ?? this.#tokens.at(-1)?.line ?? 1,
      `Syntax error: ${found} unexpected${wanted}`,
    );
  }
}

/** `NAME=value` before a command's name. */
function assignmentOf(word: Word): { name: string; value: Word } | undefined {
  const [first, ...rest] = word;
  if (first?.kind !== 'text' || first.quoted) return undefined;
  const match = /^([A-Za-z_]\w*)=(.*)$/s.exec(first.text);
  if (!match) return undefined;
  return { name: match[1]!, value: [{ kind: 'text', text: match[2]!, quoted: false }, ...rest] };
}
