import { nextTick } from './next-tick.ts';

interface StreamProcess {
  nextTick(callback: (...args: never[]) => void, ...args: unknown[]): void;
  /** The standard streams, once the program has asked for them: a pipe that ends does not end them. */
  stdout?: object;
  stderr?: object;
}

/** What the package `readable-stream` takes for its `process`. */
const streamProcess: StreamProcess = { nextTick: nextTick };

export default streamProcess;
