/** A part of a word. What was quoted is neither split into fields nor matched against file names. */
export type WordPart =
  | { readonly kind: 'text'; readonly text: string; readonly quoted: boolean }
  | {
      readonly kind: 'parameter';
      readonly name: string;
      /** `:-` and its kin, with the word behind it. */
      readonly operator?:
        '-' | ':-' | '=' | ':=' | '+' | ':+' | '?' | ':?' | 'length' | '#' | '##' | '%' | '%%';
      readonly word?: Word;
      readonly quoted: boolean;
    }
  | { readonly kind: 'command'; readonly text: string; readonly quoted: boolean }
  | { readonly kind: 'arithmetic'; readonly word: Word; readonly quoted: boolean };

export type Word = readonly WordPart[];

export interface Redirection {
  readonly fd: number;
  readonly operator: '<' | '>' | '>>' | '>&' | '<&' | '<<';
  /** Of a here-document (`<<`), its text. */
  readonly target: Word;
}

export interface SimpleCommand {
  readonly kind: 'simple';
  readonly line: number;
  readonly assignments: readonly { readonly name: string; readonly value: Word }[];
  readonly words: readonly Word[];
  readonly redirections: readonly Redirection[];
  readonly text: string;
}

/** `( … )`, `{ …; }`, `if`, `case`, `while`, `until`, `for`, and the definition of a function. */
export interface CompoundCommand {
  readonly kind: 'compound';
  readonly body:
    | { readonly kind: 'subshell'; readonly list: List }
    | { readonly kind: 'group'; readonly list: List }
    | {
        readonly kind: 'if';
        readonly branches: readonly { readonly test: List; readonly then: List }[];
        readonly otherwise: List;
      }
    | {
        readonly kind: 'case';
        readonly word: Word;
        readonly branches: readonly { readonly patterns: readonly Word[]; readonly list: List }[];
      }
    | { readonly kind: 'function'; readonly name: string; readonly command: Command }
    | { readonly kind: 'loop'; readonly until: boolean; readonly test: List; readonly list: List }
    | {
        readonly kind: 'for';
        readonly name: string;
        readonly words: readonly Word[] | null;
        readonly list: List;
      };
  readonly redirections: readonly Redirection[];
  readonly text: string;
}

export type Command = SimpleCommand | CompoundCommand;

export interface Pipeline {
  readonly negated: boolean;
  readonly commands: readonly Command[];
}

/** Pipelines joined by `&&` and `||`; with `&` behind them, nobody waits for their end. */
export interface AndOr {
  readonly first: Pipeline;
  readonly rest: readonly { readonly operator: '&&' | '||'; readonly pipeline: Pipeline }[];
  readonly inBackground: boolean;
  readonly text: string;
}

export type List = readonly AndOr[];

/** What `sh` says of text that it cannot parse, and of syntax that this one lacks. */
export class ShellSyntaxError extends Error {
  readonly line: number;

  constructor(line: number, message: string) {
    super(message);
    this.line = line;
  }
}
