/** Resolved by the bundler, which evaluates the file at the first call. */
declare const require: (file: string) => { default: Record<'setTimeout' | 'setImmediate', unknown> };

/** Lets `util.promisify` find the promised form of a timer. */
export function offerPromised(timer: object, name: 'setTimeout' | 'setImmediate'): void {
  Object.defineProperty(timer, Symbol.for('nodejs.util.promisify.custom'), {
    enumerable: true,
    get: () => require('../timers-promises.ts').default[name],
  });
}
