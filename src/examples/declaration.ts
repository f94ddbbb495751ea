import { maskNames, type Program } from './example.ts';
import { nearestName } from './nearest-name.ts';

/** What `example.json` says: a program without its name, and with paths for files. */
export type Declaration = Omit<Program, 'name' | 'files'> & { files: string[] };

/**
 * Reads and checks the text of an `example.json`.
 *
 * @throws {Error} if it is not JSON, has a field that we do not know, lacks one, or has a wrong value in one.
 */
export function parseDeclaration(name: string, text: string): Declaration {
  const fail = (problem: string): never => {
    throw new Error(`Cannot read "examples/${name}/example.json": ${problem}`);
  };

  const declaration = parseObject(text) ?? fail('it is not a JSON object.');
  for (const field of Object.keys(declaration)) {
    if (field in fields) continue;
    const nearest = nearestName(field, Object.keys(fields));
    fail(`there is no field "${field}".` + (nearest === undefined ? '' : ` Did you mean "${nearest}"?`));
  }
  for (const [field, { required, wanted, accepts }] of Object.entries(fields)) {
    const value = declaration[field];
    if (value === undefined) {
      if (required) fail(`the field "${field}" is missing. Add ${wanted}.`);
    } else if (!accepts(value)) {
      fail(`"${field}" is ${JSON.stringify(value)}. It must be ${wanted}.`);
    }
  }

  const checked = declaration as unknown as Omit<Declaration, 'files' | 'mask'> & Partial<Declaration>;
  const files = checked.files ?? [checked.entry];
  if (!files.includes(checked.entry)) fail(`"files" does not list the entry "${checked.entry}".`);
  return { ...checked, files, mask: checked.mask ?? [] };
}

interface Field {
  required: boolean;
  /** What the value must be, to follow "It must be". */
  wanted: string;
  accepts: (value: unknown) => boolean;
}

const isText = (value: unknown) => typeof value === 'string';
const isSentence = (value: unknown) => isText(value) && value.trim() !== '';
const isOneOf = (values: readonly string[]) => (value: unknown) => values.includes(value as string);
const isListOf = (accepts: (value: unknown) => boolean) => (value: unknown) =>
  Array.isArray(value) && value.every(accepts);
const quoted = (values: readonly string[]) => values.map((value) => `"${value}"`).join(' or ');

const runtimes = ['python', 'node'] as const;
const outputs = ['exact', 'any-order'] as const;

const fields: Record<keyof Declaration, Field> = {
  title: { required: true, wanted: 'a title', accepts: isSentence },
  summary: { required: true, wanted: 'one sentence', accepts: isSentence },
  runtime: { required: true, wanted: quoted(runtimes), accepts: isOneOf(runtimes) },
  entry: { required: true, wanted: 'the path of the file to run', accepts: isSentence },
  files: { required: false, wanted: 'a list of paths', accepts: isListOf(isSentence) },
  output: { required: true, wanted: quoted(outputs), accepts: isOneOf(outputs) },
  mask: { required: false, wanted: `a list of ${quoted(maskNames)}`, accepts: isListOf(isOneOf(maskNames)) },
  needs: {
    required: false,
    wanted: 'an object such as { "python": "3.13" }',
    accepts: (value) =>
      typeof value === 'object' &&
      value !== null &&
      Object.entries(value).every(
        ([runtime, version]) => isOneOf(runtimes)(runtime) && /^\d+(\.\d+)*$/.test(String(version)),
      ),
  },
  stdin: { required: false, wanted: 'a text', accepts: isText },
};

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
