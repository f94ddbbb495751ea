import { emitWarning } from '../../node/internal/emit-warning.ts';

/** Warns of what a module asks of another's exports while that one still runs, as Node does. */
const warningPrototype: object = new Proxy(
  {},
  {
    get(_target, name): unknown {
      if (name === '__esModule' || typeof name === 'symbol' || name in Object.prototype) {
        return Reflect.get(Object.prototype, name);
      }
      warn(name);
      return undefined;
    },
    getOwnPropertyDescriptor(_target, name) {
      const isKnown = name === '__esModule' || typeof name === 'symbol' || name in Object.prototype;
      if (!isKnown) warn(name);
      return undefined;
    },
  },
);

/** What a module in a cycle is given of one that still runs: its exports, which warn of what they lack. */
export function circularExports(exports: unknown): unknown {
  const isPlain =
    typeof exports === 'object' && exports !== null && Object.getPrototypeOf(exports) === Object.prototype;
  if (isPlain && !('__esModule' in exports)) Object.setPrototypeOf(exports, warningPrototype);
  return exports;
}

/** Takes the warnings off: the module has run. */
export function completeExports(exports: unknown): void {
  const warns =
    typeof exports === 'object' && exports !== null && Object.getPrototypeOf(exports) === warningPrototype;
  if (warns) Object.setPrototypeOf(exports, Object.prototype);
}

function warn(name: string): void {
  emitWarning(`Accessing non-existent property '${name}' of module exports inside circular dependency`);
}
