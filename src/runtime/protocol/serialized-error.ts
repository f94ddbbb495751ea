/** An error on its way between realms: plain data that survives both structured clone and JSON. */
export interface SerializedError {
  /** The nearest built-in class (`TypeError`), which the receiver instantiates. */
  readonly constructorName: string;
  readonly name: string;
  readonly message: string;
  /** Present when the stack belongs to the reader's program, absent when the receiver's own is the useful one. */
  readonly stack?: string;
  /** Own enumerable properties such as `code`, `errno`, `syscall`. */
  readonly properties: Readonly<Record<string, unknown>>;
}

const CONSTRUCTORS = { Error, TypeError, RangeError, SyntaxError, ReferenceError, EvalError, URIError };

/** Describes a thrown value; what is not an Error becomes one with the value as its message. */
export function serializeError(error: unknown, options: { stack?: boolean } = {}): SerializedError {
  if (!(error instanceof Error)) {
    return { constructorName: 'Error', name: 'Error', message: String(error), properties: {} };
  }
  return {
    constructorName: builtInConstructorName(error),
    name: error.name,
    message: error.message,
    ...(options.stack && error.stack !== undefined ? { stack: error.stack } : {}),
    properties: { ...error },
  };
}

/** Makes a live error of the receiving realm from its description. */
export function reviveError(serialized: SerializedError): Error {
  const Constructor = CONSTRUCTORS[serialized.constructorName as keyof typeof CONSTRUCTORS] ?? Error;
  const error = new Constructor(serialized.message);
  if (error.name !== serialized.name) {
    Object.defineProperty(error, 'name', { value: serialized.name, writable: true, configurable: true });
  }
  if (serialized.stack !== undefined) {
    Object.defineProperty(error, 'stack', { value: serialized.stack, writable: true, configurable: true });
  }
  return Object.assign(error, serialized.properties);
}

function builtInConstructorName(error: Error): string {
  for (let link: unknown = error; link; link = Object.getPrototypeOf(link)) {
    const name = (link as Error).constructor?.name;
    if (name !== undefined && name in CONSTRUCTORS) return name;
  }
  return 'Error';
}
