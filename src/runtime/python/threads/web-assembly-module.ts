/** An instruction or several, encoded. */
export type Code = readonly number[];

/** Value types of WebAssembly, as encoded. @see https://webassembly.github.io/spec/core/binary/types.html */
export const I32 = 0x7f;

/** What a function takes and gives; all values are i32. */
export interface Signature {
  readonly parameters: number;
  readonly results: 0 | 1;
}

/** A function of the module: parameters come first among its locals. */
export interface FunctionBody extends Signature {
  /** The name it is exported by, if it is. */
  readonly exported?: string;
  /** Locals beside the parameters. */
  readonly locals?: number;
  readonly code: readonly Code[];
}

/** The instructions that our few functions need. @see https://webassembly.github.io/spec/core/binary/instructions.html */
export const op = {
  call: (index: number): Code => [0x10, ...unsigned(index)],
  localGet: (index: number): Code => [0x20, ...unsigned(index)],
  localSet: (index: number): Code => [0x21, ...unsigned(index)],
  constant: (value: number): Code => [0x41, ...signed(value)],
  /** Memory: an address is on the stack, to which the offset is added. */
  load: (offset: number): Code => [0x28, 2, ...unsigned(offset)],
  loadByte: (offset: number): Code => [0x2d, 0, ...unsigned(offset)],
  store: (offset: number): Code => [0x36, 2, ...unsigned(offset)],
  storeByte: (offset: number): Code => [0x3a, 0, ...unsigned(offset)],
  /** The imported variable. */
  variable: [0x23, 0] as Code,
  setVariable: [0x24, 0] as Code,
  isZero: [0x45] as Code,
  equal: [0x46] as Code,
  add: [0x6a] as Code,
  and: [0x71] as Code,
  or: [0x72] as Code,
  return: [0x0f] as Code,
  drop: [0x1a] as Code,
  loop: (body: readonly Code[]): Code => [0x03, 0x40, ...body.flat(), 0x0b],
  /** Runs the body when the value on the stack is not zero. */
  if: (body: readonly Code[]): Code => [0x04, 0x40, ...body.flat(), 0x0b],
  ifElse: (body: readonly Code[], otherwise: readonly Code[]): Code => [
    0x04,
    0x40,
    ...body.flat(),
    0x05,
    ...otherwise.flat(),
    0x0b,
  ],
  /** Branches to the start of the loop that many blocks out. */
  branch: (depth: number): Code => [0x0c, ...unsigned(depth)],
};

/**
 * Encodes a WebAssembly module whose functions take and give i32. It imports from `host`: one variable, an i32, and the
 * functions, which have the first indices in the order given; then come the module's own.
 *
 * @param usesMemory whether it imports the memory too
 * @see https://webassembly.github.io/spec/core/binary/modules.html
 */
export function encodeModule(
  imports: readonly (Signature & { readonly name: string })[],
  functions: readonly FunctionBody[],
  usesMemory = false,
): Uint8Array<ArrayBuffer> {
  const exported = functions.flatMap(({ exported: name }, index) =>
    name === undefined ? [] : [[...text(name), 0x00, ...unsigned(imports.length + index)]],
  );
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [...imports, ...functions].map(signature)),
    ...section(2, [
      [...text('host'), ...text('variable'), 0x03, I32, 0x01],
      // However large it is.
      ...(usesMemory ? [[...text('host'), ...text('memory'), 0x02, 0x00, 0x00]] : []),
      ...imports.map(({ name }, index) => [...text('host'), ...text(name), 0x00, ...unsigned(index)]),
    ]),
    ...section(
      3,
      functions.map((_, index) => unsigned(imports.length + index)),
    ),
    ...section(7, exported),
    ...section(10, functions.map(body)),
  ]);
}

function signature({ parameters, results }: Signature): Code {
  return [
    0x60,
    ...vector(Array.from({ length: parameters }, () => [I32])),
    ...vector(Array.from({ length: results }, () => [I32])),
  ];
}

function body({ locals = 0, code }: FunctionBody): Code {
  const bytes = [...vector(locals > 0 ? [[...unsigned(locals), I32]] : []), ...code.flat(), 0x0b];
  return [...unsigned(bytes.length), ...bytes];
}

function section(id: number, entries: readonly Code[]): Code {
  const bytes = vector(entries);
  return [id, ...unsigned(bytes.length), ...bytes];
}

function vector(entries: readonly Code[]): Code {
  return [...unsigned(entries.length), ...entries.flat()];
}

function text(value: string): Code {
  return vector(Array.from(new TextEncoder().encode(value), (byte) => [byte]));
}

/** LEB128, as the two below. */
function unsigned(value: number): Code {
  const bytes: number[] = [];
  let rest = value >>> 0;
  do {
    bytes.push((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0));
    rest >>>= 7;
  } while (rest !== 0);
  return bytes;
}

function signed(value: number): Code {
  const bytes: number[] = [];
  for (let rest = value | 0; ; rest >>= 7) {
    const last = rest >> 6 === 0 || rest >> 6 === -1;
    bytes.push((rest & 0x7f) | (last ? 0 : 0x80));
    if (last) return bytes;
  }
}
