/** One read or change of a mocked property. */
interface PropertyAccess {
  readonly type: 'get' | 'set';
  readonly value: unknown;
  readonly stack: Error;
}

/** What `mocked.mock` of a property tells. @see https://nodejs.org/api/test.html#class-mockpropertycontext */
export class MockPropertyContext {
  readonly #accesses: PropertyAccess[] = [];
  readonly #once = new Map<number, unknown>();
  readonly #restore: () => void;
  #value: unknown;

  constructor(value: unknown, restore: () => void) {
    this.#value = value;
    this.#restore = restore;
  }

  get accesses(): PropertyAccess[] {
    return [...this.#accesses];
  }

  accessCount(): number {
    return this.#accesses.length;
  }

  resetAccesses(): void {
    this.#accesses.length = 0;
  }

  mockImplementation(value: unknown): void {
    this.#value = value;
  }

  mockImplementationOnce(value: unknown, onAccess = this.#accesses.length): void {
    this.#once.set(onAccess, value);
  }

  restore(): void {
    this.#restore();
  }

  /** Reads for the mocked property, and remembers the access. */
  read(): unknown {
    const index = this.#accesses.length;
    const value = this.#once.has(index) ? this.#once.get(index) : this.#value;
    this.#once.delete(index);
    return this.#note('get', value);
  }

  /** Sets for the mocked property, and remembers the access. */
  set(value: unknown): void {
    this.#value = this.#note('set', value);
  }

  #note(type: PropertyAccess['type'], value: unknown): unknown {
    this.#accesses.push(Object.assign(Object.create(null) as object, { type, value, stack: new Error() }));
    return value;
  }
}
