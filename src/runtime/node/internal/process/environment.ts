import { callSync, send } from '../../../thread/system-calls.ts';
import { thread } from '../../../thread/thread-state.ts';
import { nodeError } from '../errors.ts';
import { NativeProxy } from '../proxies.ts';

/** Where the variables of a thread are: in the thread itself, or in the kernel once they are shared. */
interface VariableStore {
  get(name: string): string | undefined;
  set(name: string, value: string): void;
  delete(name: string): void;
  names(): readonly string[];
}

let store: VariableStore;

/** Makes `process.env`: an object whose values are always strings. */
export function createEnvironment(): NodeJSEnvironment {
  store = thread.env === null ? kernelStore : threadStore(thread.env);
  return new NativeProxy<NodeJSEnvironment>(
    {},
    {
      get: (target, name) =>
        typeof name === 'string' ? variable(target, name) : (Reflect.get(target, name) as undefined),
      has: (target, name) =>
        typeof name === 'string'
          ? store.get(name) !== undefined || name in Object.prototype
          : Reflect.has(target, name),
      set: (_target, name, value: unknown) => {
        store.set(text(name), text(value));
        return true;
      },
      deleteProperty: (_target, name) => {
        if (typeof name === 'string') store.delete(name);
        return true;
      },
      ownKeys: () => [...store.names()],
      getOwnPropertyDescriptor: (_target, name) => {
        const value = typeof name === 'string' ? store.get(name) : undefined;
        return value === undefined
          ? undefined
          : { value, writable: true, enumerable: true, configurable: true };
      },
      defineProperty: (_target, name, descriptor) => {
        store.set(text(name), text(valueOf(descriptor)));
        return true;
      },
    },
  );
}

/** `process.env` by name. */
export type NodeJSEnvironment = Record<string, string | undefined>;

/** From now on this thread shares its variables with the workers that ask for them (`SHARE_ENV`). */
export function shareEnvironment(): void {
  if (store === kernelStore) return;
  send('environment.share', environmentCopy());
  store = kernelStore;
}

/** The variables as they are now, for a child or a worker. */
export function environmentCopy(): Record<string, string> {
  return Object.fromEntries(store.names().map((name) => [name, store.get(name) ?? '']));
}

const kernelStore: VariableStore = {
  get: (name) => callSync('environment.get', name),
  set: (name, value) => callSync('environment.set', name, value),
  delete: (name) => callSync('environment.delete', name),
  names: () => callSync('environment.names'),
};

function threadStore(initial: Readonly<Record<string, string>>): VariableStore {
  const variables = new Map(Object.entries(initial));
  return {
    get: (name) => variables.get(name),
    set: (name, value) => variables.set(name, value),
    delete: (name) => variables.delete(name),
    names: () => [...variables.keys()],
  };
}

function variable(target: NodeJSEnvironment, name: string): string | undefined {
  return store.get(name) ?? target[name];
}

function text(value: unknown): string {
  if (typeof value === 'symbol') throw new TypeError('Cannot convert a Symbol value to a string');
  return String(value);
}

function valueOf(descriptor: PropertyDescriptor): unknown {
  if (!('value' in descriptor)) {
    throw descriptorError("'process.env' does not accept an accessor(getter/setter) descriptor");
  }
  if (!descriptor.configurable || !descriptor.writable || !descriptor.enumerable) {
    throw descriptorError(
      "'process.env' only accepts a configurable, writable, and enumerable data descriptor",
    );
  }
  return descriptor.value;
}

function descriptorError(message: string): Error {
  return nodeError('ERR_INVALID_OBJECT_DEFINE_PROPERTY', message, TypeError);
}
