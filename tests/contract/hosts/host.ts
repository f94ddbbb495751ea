/** Something that runs programs; the contract is written against it and never against one of them. */
export interface Host {
  readonly name: string;
  /** Makes a folder of programs known, as `/home/project/<name>` or wherever the host keeps its files. */
  mount(name: string, folder: string): Promise<void>;
  run(run: ProgramRun): Promise<Outcome>;
  dispose(): Promise<void>;
}

export interface ProgramRun {
  /** The mounted folder that is the working directory. */
  readonly folder: string;
  /** `node` by default. */
  readonly command?: 'node' | 'python3';
  /** What follows the command. */
  readonly args: readonly string[];
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** How long it may run; `RUN_LIMIT_MS` by default. */
  readonly limitMs?: number;
  /** How long it may print nothing before the host ends it; without, as long as it likes. */
  readonly silenceMs?: number;
}

/** What a program did, in terms that do not depend on where it ran. */
export interface Outcome {
  /** Standard output and error as one stream, normalised by `normalizeOutput`. */
  readonly output: string;
  /** As a shell reports it: 128 + n for a signal. */
  readonly exitCode: number;
}

/** How long a program may run before the host ends it, unless it says otherwise. */
export const RUN_LIMIT_MS = 45_000;

/**
 * Replaces what may differ between two runs of the same Node: where the program is, its pid, the version, and the
 * frames of Node's own code in stack traces.
 */
export function normalizeOutput(output: string, folder: string): string {
  return output
    .replaceAll(folder, '<folder>')
    .replace(/\(node:\d+\)/g, '(node:<pid>)')
    .replace(/Node\.js v[\d.]+/g, 'Node.js <version>')
    .replace(/^ +at .*(?:node:.*|<anonymous>\)?)\n/gm, '');
}
