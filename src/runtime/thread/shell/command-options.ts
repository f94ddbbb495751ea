/** The options of a command line, by letter, and what is not an option. */
export interface CommandOptions {
  readonly flags: ReadonlySet<string>;
  readonly values: ReadonlyMap<string, string>;
  readonly operands: readonly string[];
}

/** What is said of an option that a command lacks, as the tools of a system say it. */
export class UnknownOption extends Error {}

/**
 * Reads options such as `-rf`, `-n 5` and `-n5`.
 *
 * @param known the letters of options, each followed by `:` when it has a value
 * @throws UnknownOption
 */
export function parseOptions(args: readonly string[], known: string): CommandOptions {
  const flags = new Set<string>();
  const values = new Map<string, string>();
  let index = 0;
  for (; index < args.length; index++) {
    const argument = args[index]!;
    if (argument === '--') {
      index++;
      break;
    }
    if (!argument.startsWith('-') || argument === '-') break;
    for (let at = 1; at < argument.length; at++) {
      const letter = argument[at]!;
      const position = letter === ':' ? -1 : known.indexOf(letter);
      if (position === -1) throw new UnknownOption(`invalid option -- '${letter}'`);
      if (known[position + 1] !== ':') {
        flags.add(letter);
        continue;
      }
      const attached = argument.slice(at + 1);
      const value = attached === '' ? args[++index] : attached;
      if (value === undefined) throw new UnknownOption(`option requires an argument -- '${letter}'`);
      values.set(letter, value);
      break;
    }
  }
  return { flags, values, operands: args.slice(index) };
}
