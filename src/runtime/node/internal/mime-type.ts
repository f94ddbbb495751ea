import { nodeError } from './errors.ts';

const notToken = /[^!#$%&'*+\-.^_`|~A-Za-z0-9]/;
const notQuotable = /[^\t\u0020-~\u0080-\u00FF]/;
const spaceAround = /^[\r\n\t ]+|[\r\n\t ]+$/g;

/** `util.MIMEType`. @see https://nodejs.org/api/util.html#class-utilmimetype */
export class MIMEType {
  #type: string;
  #subtype: string;
  readonly #params = new MIMEParams();

  constructor(input: unknown) {
    const text = `${input as string}`.replace(spaceAround, '');
    const slash = text.indexOf('/');
    this.#type = token('type', slash === -1 ? '' : text.slice(0, slash), text);
    const semicolon = text.indexOf(';', slash);
    const subtype = text.slice(slash + 1, semicolon === -1 ? undefined : semicolon);
    this.#subtype = token('subtype', subtype.replace(/[\r\n\t ]+$/, ''), text);
    if (semicolon !== -1) readParameters(text.slice(semicolon), this.#params);
  }

  get type(): string {
    return this.#type;
  }

  set type(value: string) {
    this.#type = token('type', `${value}`);
  }

  get subtype(): string {
    return this.#subtype;
  }

  set subtype(value: string) {
    this.#subtype = token('subtype', `${value}`);
  }

  get essence(): string {
    return `${this.#type}/${this.#subtype}`;
  }

  get params(): MIMEParams {
    return this.#params;
  }

  toString(): string {
    const params = this.#params.toString();
    return params === '' ? this.essence : `${this.essence};${params}`;
  }

  toJSON(): string {
    return this.toString();
  }
}

/** `util.MIMEParams`: the parameters of a MIME type, in the order in which they were first set. */
export class MIMEParams {
  readonly #values = new Map<string, string>();

  delete(name: string): void {
    this.#values.delete(name);
  }

  get(name: string): string | null {
    return this.#values.get(name) ?? null;
  }

  has(name: string): boolean {
    return this.#values.has(name);
  }

  set(name: string, value: string): void {
    const [key, text] = [`${name}`, `${value}`];
    refuse('parameter name', key, key === '' ? -1 : key.search(notToken), key);
    refuse('parameter value', text, text.search(notQuotable), text, false);
    this.#values.set(key, text);
  }

  *entries(): Generator<[string, string], void> {
    yield* this.#values.entries();
  }

  *keys(): Generator<string, void> {
    yield* this.#values.keys();
  }

  *values(): Generator<string, void> {
    yield* this.#values.values();
  }

  [Symbol.iterator](): Generator<[string, string], void> {
    return this.entries();
  }

  toString(): string {
    return Array.from(this.#values, ([name, value]) => `${name}=${quoted(value)}`).join(';');
  }

  toJSON(): string {
    return this.toString();
  }
}

/** What is no parameter is passed over, and of a name that comes twice the first counts. */
function readParameters(text: string, params: MIMEParams): void {
  const parameter = /;[\r\n\t ]*([^;=]*)(?:=(?:"((?:\\.|[^"\\])*)(?:"[^;]*|$)|([^;]*)))?/gs;
  for (const [, name = '', inQuotes, plain] of text.matchAll(parameter)) {
    const key = name.toLowerCase();
    const value =
      inQuotes === undefined ? plain?.replace(/[\r\n\t ]+$/, '') : inQuotes.replace(/\\(.)/gs, '$1');
    if (key === '' || notToken.test(key) || params.has(key)) continue;
    if (value === undefined || (value === '' && inQuotes === undefined) || notQuotable.test(value)) continue;
    params.set(key, value);
  }
}

function quoted(value: string): string {
  if (value !== '' && !notToken.test(value)) return value;
  return `"${value.replace(/[\\"]/g, '\\$&')}"`;
}

/** @throws ERR_INVALID_MIME_SYNTAX */
function token(part: string, text: string, whole = text): string {
  refuse(part, text, text.search(notToken), whole);
  return text.toLowerCase();
}

function refuse(part: string, text: string, at: number, whole: string, neverEmpty = true): void {
  if (at === -1 && (text !== '' || !neverEmpty)) return;
  const where = at === -1 ? '' : ` at ${at}`;
  const message = `The MIME syntax for a ${part} in "${whole}" is invalid${where}`;
  throw nodeError('ERR_INVALID_MIME_SYNTAX', message, TypeError);
}
