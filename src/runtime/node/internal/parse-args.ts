/**
 * `util.parseArgs`.
 *
 * @see https://github.com/nodejs/node/blob/v26.x/lib/internal/util/parse_args/parse_args.js
 */
import { invalidArgType, invalidArgValue, nodeError } from './errors.ts';
import {
  validateArray,
  validateBoolean,
  validateObject,
  validateString,
  validateStringArray,
} from './validators.ts';

type OptionValue = string | boolean;

interface OptionConfig {
  type: 'string' | 'boolean';
  short?: string;
  multiple?: boolean;
  default?: OptionValue | OptionValue[];
}

interface ParseArgsConfig {
  args?: string[];
  options?: Record<string, OptionConfig>;
  strict?: boolean;
  allowPositionals?: boolean;
  allowNegative?: boolean;
  tokens?: boolean;
}

interface OptionToken {
  kind: 'option';
  name: string;
  rawName: string;
  index: number;
  value: string | undefined;
  inlineValue: boolean | undefined;
}

type Token =
  | OptionToken
  | { kind: 'positional'; index: number; value: string }
  | { kind: 'option-terminator'; index: number };

interface Parsed {
  values: Record<string, OptionValue | OptionValue[]>;
  positionals: string[];
  tokens?: Token[];
}

type Options = Record<string, OptionConfig>;

/** @see https://nodejs.org/api/util.html#utilparseargsconfig */
export function parseArgs(config: ParseArgsConfig = {}): Parsed {
  const strict = config.strict ?? true;
  const {
    args = mainArguments(),
    options = {},
    allowPositionals = !strict,
    allowNegative = false,
    tokens: wantsTokens = false,
  } = config;
  validateArray(args, 'args');
  validateBoolean(strict, 'strict');
  validateBoolean(allowPositionals, 'allowPositionals');
  validateBoolean(wantsTokens, 'tokens');
  validateBoolean(allowNegative, 'allowNegative');
  validateObject(options, 'options');
  for (const [name, option] of Object.entries(options)) validateOption(name, option);

  const tokens = new Tokenizer(args, options).read();
  const values = Object.create(null) as Parsed['values'];
  const parsed: Parsed = { values, positionals: [], ...(wantsTokens && { tokens }) };
  for (const token of tokens) {
    if (token.kind === 'option') {
      if (strict) checkUsage(token, options, { allowNegative, allowPositionals });
      store(token, options, values, allowNegative);
    } else if (token.kind === 'positional') {
      if (!allowPositionals) throw unexpectedPositional(token.value);
      parsed.positionals.push(token.value);
    }
  }
  for (const [name, option] of Object.entries(options)) {
    if (option.default !== undefined && values[name] === undefined) values[name] = option.default;
  }
  return parsed;
}

/** Splits arguments into tokens; a group such as `-ab` is put back as `-a -b`, all with one index. */
class Tokenizer {
  readonly #rest: string[];
  readonly #options: Options;
  readonly #tokens: Token[] = [];
  #index = -1;
  #expanded = 0;

  constructor(args: readonly string[], options: Options) {
    this.#rest = [...args];
    this.#options = options;
  }

  read(): Token[] {
    for (let arg = this.#rest.shift(); arg !== undefined; arg = this.#rest.shift()) {
      if (this.#expanded > 0) this.#expanded--;
      else this.#index++;
      if (arg === '--') {
        this.#tokens.push({ kind: 'option-terminator', index: this.#index });
        for (const value of this.#rest)
          this.#tokens.push({ kind: 'positional', index: ++this.#index, value });
        break;
      }
      this.#readOne(arg);
    }
    return this.#tokens;
  }

  #readOne(arg: string): void {
    const isShort = arg.length > 1 && arg.startsWith('-') && !arg.startsWith('--');
    const equals = arg.indexOf('=', 3);
    if (isShort && arg.length === 2) this.#pushOption(longNameOf(arg.charAt(1), this.#options), arg);
    else if (isShort && this.#isString(longNameOf(arg.charAt(1), this.#options))) {
      this.#pushOption(longNameOf(arg.charAt(1), this.#options), arg.slice(0, 2), arg.slice(2));
    } else if (isShort) this.#expandGroup(arg);
    else if (arg.startsWith('--') && arg.length > 2) {
      if (equals < 0) this.#pushOption(arg.slice(2), arg);
      else this.#pushOption(arg.slice(2, equals), arg.slice(0, equals), arg.slice(equals + 1));
    } else this.#tokens.push({ kind: 'positional', index: this.#index, value: arg });
  }

  #pushOption(name: string, rawName: string, inline?: string): void {
    const index = this.#index;
    let value = inline;
    if (inline === undefined && this.#isString(name) && this.#rest[0] !== undefined) {
      value = this.#rest.shift();
      this.#index++;
    }
    const inlineValue = value === undefined ? undefined : inline !== undefined;
    this.#tokens.push({ kind: 'option', name, rawName, index, value, inlineValue });
  }

  #expandGroup(arg: string): void {
    const expanded: string[] = [];
    for (let position = 1; position < arg.length; position++) {
      const isLast = position === arg.length - 1;
      if (this.#isString(longNameOf(arg.charAt(position), this.#options)) && !isLast) {
        expanded.push(`-${arg.slice(position)}`);
        break;
      }
      expanded.push(`-${arg.charAt(position)}`);
    }
    this.#rest.unshift(...expanded);
    this.#expanded = expanded.length;
  }

  #isString(name: string): boolean {
    return optionNamed(this.#options, name)?.type === 'string';
  }
}

function mainArguments(): string[] {
  const { argv } = (globalThis as unknown as { process: { argv: string[] } }).process;
  return argv.slice(2);
}

function validateOption(name: string, option: OptionConfig): void {
  const path = `options.${name}`;
  validateObject(option, path);
  const { type, short, multiple } = option;
  if (type !== 'string' && type !== 'boolean') {
    throw invalidArgType(`${path}.type`, "('string|boolean')", type);
  }
  if (Object.hasOwn(option, 'short')) {
    validateString(short, `${path}.short`);
    if (short.length !== 1) throw invalidArgValue(`${path}.short`, short, 'must be a single character');
  }
  if (Object.hasOwn(option, 'multiple')) validateBoolean(multiple, `${path}.multiple`);
  if (option.default !== undefined) validateDefault(option, `${path}.default`);
}

function validateDefault({ type, multiple, default: value }: OptionConfig, path: string): void {
  if (type === 'string') {
    if (multiple) validateStringArray(value, path);
    else validateString(value, path);
  } else if (multiple) {
    validateArray(value, path);
    (value as unknown[]).forEach((item, index) => validateBoolean(item, `${path}[${index}]`));
  } else validateBoolean(value, path);
}

function optionNamed(options: Options, name: string): OptionConfig | undefined {
  return Object.hasOwn(options, name) ? options[name] : undefined;
}

function longNameOf(short: string, options: Options): string {
  return Object.entries(options).find(([, option]) => option.short === short)?.[0] ?? short;
}

function checkUsage(
  token: OptionToken,
  options: Options,
  allow: { allowNegative: boolean; allowPositionals: boolean },
): void {
  let { name } = token;
  if (optionNamed(options, name) === undefined) {
    const positive = name.startsWith('no-') ? name.slice(3) : name;
    if (!allow.allowNegative || optionNamed(options, positive)?.type !== 'boolean') {
      throw unknownOption(token.rawName, allow.allowPositionals);
    }
    name = positive;
  }
  const option = optionNamed(options, name);
  const shown = `${option?.short ? `-${option.short}, ` : ''}--${name}`;
  if (option?.type === 'string' && typeof token.value !== 'string') {
    throw invalidValue(`Option '${shown} <value>' argument missing`);
  }
  if (option?.type === 'boolean' && token.value !== undefined) {
    throw invalidValue(`Option '${shown}' does not take an argument`);
  }
  if (token.inlineValue === false && token.value !== undefined && /^-./.test(token.value)) {
    const example = token.rawName.startsWith('--')
      ? `'${token.rawName}=-XYZ'`
      : `'--${token.name}=-XYZ' or '${token.rawName}-XYZ'`;
    throw invalidValue(
      `Option '${token.rawName}' argument is ambiguous.\n` +
        `Did you forget to specify the option argument for '${token.rawName}'?\n` +
        `To specify an option argument starting with a dash use ${example}.`,
    );
  }
}

function store(token: OptionToken, options: Options, values: Parsed['values'], allowNegative: boolean): void {
  let value: OptionValue | undefined = token.value;
  if (token.name === '__proto__') return;
  if (allowNegative && token.name.startsWith('no-') && value === undefined) {
    token.name = token.name.slice(3);
    value = false;
  }
  const stored = value ?? true;
  if (!optionNamed(options, token.name)?.multiple) values[token.name] = stored;
  else ((values[token.name] ??= []) as OptionValue[]).push(stored);
}

function invalidValue(message: string): Error {
  return nodeError('ERR_PARSE_ARGS_INVALID_OPTION_VALUE', message, TypeError);
}

function unknownOption(rawName: string, allowPositionals: boolean): Error {
  const remedy = allowPositionals
    ? `. To specify a positional argument starting with a '-', place it at the end of the command after '--', as in '-- ${JSON.stringify(rawName)}`
    : '';
  return nodeError('ERR_PARSE_ARGS_UNKNOWN_OPTION', `Unknown option '${rawName}'${remedy}`, TypeError);
}

function unexpectedPositional(value: string): Error {
  const message = `Unexpected argument '${value}'. This command does not take positional arguments`;
  return nodeError('ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL', message, TypeError);
}
