import { SYSTEM } from '../../protocol/system-identity.ts';
import { nodeError } from './errors.ts';
import type { locks as threadLocks } from './locks.ts';
import { NODE_VERSION } from './process/version.ts';

/** Resolved by the bundler, which evaluates the file at the first call. */
declare const require: (file: './locks.ts') => { locks: typeof threadLocks };

const internal = Symbol('internal');

/** @see https://nodejs.org/api/globals.html#class-navigator */
class Navigator {
  readonly #processorCount: number;
  readonly #language: string;

  constructor(key: unknown, browser: WorkerNavigator) {
    if (key !== internal) throw nodeError('ERR_ILLEGAL_CONSTRUCTOR', 'Illegal constructor', TypeError);
    this.#processorCount = browser.hardwareConcurrency;
    this.#language = browser.language;
  }

  get hardwareConcurrency(): number {
    return this.#processorCount;
  }

  get language(): string {
    return this.#language;
  }

  get languages(): readonly string[] {
    return Object.freeze([this.#language]);
  }

  get locks(): typeof threadLocks {
    return require('./locks.ts').locks;
  }

  get platform(): string {
    return `${SYSTEM.sysname} ${SYSTEM.machine}`;
  }

  get userAgent(): string {
    return `Node.js/${NODE_VERSION.slice(1, NODE_VERSION.indexOf('.'))}`;
  }
}

for (const name of ['hardwareConcurrency', 'language', 'languages', 'userAgent', 'platform', 'locks']) {
  Object.defineProperty(Navigator.prototype, name, { enumerable: true });
}

/** Node's `navigator`, in the place of the browser's, which would tell of the browser. */
export function nodeNavigator(browser: WorkerNavigator): Navigator {
  return new Navigator(internal, browser);
}
