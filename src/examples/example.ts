/** What differs from one correct run to the next, and is therefore masked before two outputs are compared. */
export const maskNames = ['pid', 'seconds', 'milliseconds', 'number', 'version', 'address'] as const;
export type MaskName = (typeof maskNames)[number];

/** One file of an example's folder, as a tab of the playground shows it. */
export interface ExampleFile {
  /** Relative to the example's folder, with forward slashes. */
  path: string;
  code: string;
  /** The name of the language as Shiki knows it. */
  language: 'python' | 'javascript' | 'json' | 'text';
}

/** A program of the site: what `example.json` declares, and its files. */
export interface Program {
  /** The name of the folder in `examples/`. */
  name: string;
  title: string;
  /** One sentence: what the reader sees when it runs. */
  summary: string;
  runtime: 'python' | 'node';
  /** The file that the interpreter is given. */
  entry: string;
  /** All files, in the order of their tabs. */
  files: ExampleFile[];
  /** The oldest interpreter that can run it, if it needs a newer one than the site assumes. */
  needs?: { python?: string; node?: string };
  /** Whether the order of the lines is part of the answer. Concurrency mostly owes us no order. */
  output: 'exact' | 'any-order';
  mask: MaskName[];
  /** What the reader is expected to type, if the program reads its standard input. */
  stdin?: string;
}

/** Which interpreter printed the expected output, and on what machine. */
export interface Recording {
  /** For example "Python 3.11.7" or "Node.js v26.10.0". */
  interpreter: string;
  cpus: number;
  exitCode: number;
}

/** A program together with what the real interpreter printed. */
export interface Example extends Program {
  /** The content of `expected.txt`: standard output and standard error, in order of arrival. */
  expected: string;
  recorded: Recording;
}
