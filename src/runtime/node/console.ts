/**
 * `node:console`: the global console, and the class to make others.
 *
 * @see https://nodejs.org/api/console.html
 */
import {
  Console,
  consoleMethods,
  markAsConsole,
  type ConsoleStream,
} from './internal/console/console-class.ts';

interface Streams {
  process: { stdout: ConsoleStream; stderr: ConsoleStream };
}
const streamsOf = () => (globalThis as unknown as Streams).process;

/** The console of this thread. It looks its streams up when it writes, since `process` makes them late. */
const globalConsole = {
  ...consoleMethods({
    stdout: () => streamsOf().stdout,
    stderr: () => streamsOf().stderr,
    ignoreErrors: true,
    colorMode: 'auto',
    inspectOptions: undefined,
    indentationWidth: 2,
  }),
  Console,
  // These write only to an inspector, of which there is none.
  profile(): void {},
  profileEnd(): void {},
  timeStamp(): void {},
  context(): object {
    return {};
  },
  createTask: (name: string) => ({ name, run: <Result>(callback: () => Result): Result => callback() }),
};
markAsConsole(globalConsole);
Object.defineProperties(globalConsole, {
  _stdout: { get: () => streamsOf().stdout, configurable: true },
  _stderr: { get: () => streamsOf().stderr, configurable: true },
});

export { Console };
export default globalConsole;
