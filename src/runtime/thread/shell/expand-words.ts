import { arithmeticValue } from './arithmetic.ts';
import type { Word, WordPart } from './shell-syntax.ts';

/** What expansion needs to know of the shell that runs. */
export interface ExpansionContext {
  /** The value of a variable or of `?`, `$`, `#`, `@`, a position; `undefined` when it is not set. */
  get(name: string): string | undefined;
  set(name: string, value: string): void;
  positional(): readonly string[];
  /** What a command prints. */
  substitute(command: string): string;
  /** The paths that a pattern matches, sorted. */
  glob(pattern: string): readonly string[];
}

/** What a word asks for cannot be had: a division by zero, `${name:?}` without a value. */
export class ExpansionError extends Error {}

/** A character of an expanded word. What was quoted neither splits nor matches. */
interface Character {
  readonly text: string;
  readonly quoted: boolean;
}

/** Expands the words of a command: parameters, commands, then splitting into fields, then file names. */
export function expandWords(words: readonly Word[], context: ExpansionContext): string[] {
  return words.flatMap((word) => fieldsOf(word, context).flatMap((field) => matched(field, context)));
}

/** Expands a word that stays one: the value of an assignment, the target of a redirection. */
export function expandWord(word: Word, context: ExpansionContext): string {
  return word.map((part) => valueOf(part, context)).join('');
}

function fieldsOf(word: Word, context: ExpansionContext): Character[][] {
  const fields: Character[][] = [];
  let field: Character[] | undefined;
  const add = (text: string, quoted: boolean) => {
    (field ??= []).push(...Array.from(text, (character) => ({ text: character, quoted })));
  };
  const end = () => {
    if (field) fields.push(field);
    field = undefined;
  };
  for (const part of tildeExpanded(word, context)) {
    if (part.kind === 'text') {
      add(part.text, part.quoted);
      if (part.quoted) field ??= [];
      continue;
    }
    if (part.kind === 'parameter' && part.name === '@' && part.quoted) {
      context.positional().forEach((value, index) => {
        if (index > 0) end();
        add(value, true);
        field ??= [];
      });
      continue;
    }
    const value = valueOf(part, context);
    if (part.quoted) {
      add(value, true);
      field ??= [];
      continue;
    }
    const pieces = value.split(/[ \t\n]+/);
    pieces.forEach((piece, index) => {
      if (index > 0) end();
      if (piece !== '') add(piece, false);
    });
  }
  end();
  return fields;
}

function tildeExpanded(word: Word, context: ExpansionContext): Word {
  const [first, ...rest] = word;
  if (first?.kind !== 'text' || first.quoted || !/^~(\/|$)/.test(first.text)) return word;
  return [{ ...first, text: (context.get('HOME') ?? '~') + first.text.slice(1) }, ...rest];
}

function valueOf(part: WordPart, context: ExpansionContext): string {
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'command':
      return context.substitute(part.text).replace(/\n+$/, '');
    case 'parameter':
      return parameterValue(part, context);
    case 'arithmetic':
      return calculated(expandWord(part.word, context), context);
  }
}

function calculated(expression: string, context: ExpansionContext): string {
  try {
    return String(arithmeticValue(expression, context));
  } catch (error) {
    throw new ExpansionError((error as Error).message);
  }
}

function parameterValue(
  { name, operator, word = [] }: Extract<WordPart, { kind: 'parameter' }>,
  context: ExpansionContext,
): string {
  const value = name === '@' || name === '*' ? context.positional().join(' ') : context.get(name);
  const isMissing = operator?.startsWith(':') ? value === undefined || value === '' : value === undefined;
  if (operator === '#' || operator === '##' || operator === '%' || operator === '%%') {
    return withoutMatch(value ?? '', operator, patternText(word, context));
  }
  switch (operator?.replace(':', '')) {
    case undefined:
      return value ?? '';
    case 'length':
      return String((value ?? '').length);
    case '+':
      return isMissing ? '' : expandWord(word, context);
    case '=':
      if (isMissing) context.set(name, expandWord(word, context));
      return context.get(name) ?? '';
    case '?':
      if (isMissing) throw new ExpansionError(`${name}: ${expandWord(word, context) || 'parameter not set'}`);
      return value ?? '';
    default:
      return isMissing ? expandWord(word, context) : (value ?? '');
  }
}

/** A word as a pattern: what was quoted stands for itself. */
export function patternText(word: Word, context: ExpansionContext): string {
  return word
    .map((part) => {
      const text = valueOf(part, context);
      return part.quoted ? text.replace(/[*?[\]\\]/g, '\\$&') : text;
    })
    .join('');
}

/** Takes what a pattern matches off the beginning (`#`) or the end (`%`): the shortest, or doubled the longest. */
function withoutMatch(value: string, operator: '#' | '##' | '%' | '%%', pattern: string): string {
  const expression = patternOf(pattern);
  const lengths = Array.from({ length: value.length + 1 }, (_, length) => length);
  if (operator.length === 2) lengths.reverse();
  const fromStart = operator.startsWith('#');
  const length = lengths.find((count) =>
    expression.test(fromStart ? value.slice(0, count) : value.slice(value.length - count)),
  );
  if (length === undefined) return value;
  return fromStart ? value.slice(length) : value.slice(0, value.length - length);
}

function matched(field: readonly Character[], context: ExpansionContext): readonly string[] {
  const text = field.map((character) => character.text).join('');
  if (!field.some((character) => !character.quoted && /[*?[]/.test(character.text))) return [text];
  const pattern = field
    .map(({ text: character, quoted }) =>
      quoted && /[*?[\]\\]/.test(character) ? `\\${character}` : character,
    )
    .join('');
  const paths = context.glob(pattern);
  return paths.length > 0 ? paths : [text];
}

/** The regular expression of one name's pattern, in which a backslash quotes. */
export function patternOf(pattern: string): RegExp {
  const source = pattern.replace(
    /\\(.)|(\[!?[^\]]+\])|([*?])|([^\w])/gs,
    (_all, quoted, set, wild, other) => {
      if (quoted !== undefined) return `\\u{${(quoted as string).codePointAt(0)!.toString(16)}}`;
      if (set !== undefined) return (set as string).replace(/^\[!/, '[^');
      if (wild !== undefined) return wild === '*' ? '.*' : '.';
      return `\\u{${(other as string).codePointAt(0)!.toString(16)}}`;
    },
  );
  return new RegExp(`^${source}$`, 'su');
}
