/**
 * Structured clones as bytes, for messages that travel through shared memory: those that `receiveMessageOnPort()` waits
 * for in a system call, and those that go from thread to thread past the kernel.
 *
 * A value is a tag (u8) and what follows it, depth first. Sizes and indexes are LEB128. An object that occurs twice is
 * written once and then referred to by its index, so that shared and cyclic objects stay what they are.
 *
 * | tag | followed by |
 * |---|---|
 * | `undefined` `null` `true` `false` | – |
 * | `integer` | zigzag LEB128, 32 bits |
 * | `double` | f64 LE |
 * | `latin1`, `utf16` | size in code units; the units, u8 or u16 LE |
 * | `bigint` | its digits, as a `latin1` without tag |
 * | `seen` | index of the object, in the order in which they began |
 * | `object` | size; key (a value) and value of each |
 * | `array` | length; the elements |
 * | `sparse` | length; size; key and value of each |
 * | `map`, `set` | size; key and value of each; the values |
 * | `date`, `boxed` | a value |
 * | `regExp` | source and flags, values |
 * | `error` | name, message, stack, 'cause' or undefined: values; then the cause, if there is one |
 * | `buffer` | size; the bytes |
 * | `view` | name, buffer, offset, length: values |
 * | `port` | its index in the list |
 */
export const TAG = {
  undefined: 0,
  null: 1,
  true: 2,
  false: 3,
  integer: 4,
  double: 5,
  latin1: 6,
  utf16: 7,
  bigint: 8,
  seen: 9,
  object: 10,
  array: 11,
  sparse: 12,
  map: 13,
  set: 14,
  date: 15,
  boxed: 16,
  regExp: 17,
  error: 18,
  buffer: 19,
  view: 20,
  port: 21,
} as const;

/** The classes of errors that survive cloning; others become `Error`. */
export const ERRORS = { Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError };

/** The views of buffers, by name. */
export const VIEWS = {
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
  DataView,
};
