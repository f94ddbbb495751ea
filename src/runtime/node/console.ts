/**
 * `node:console`: the global console, and the class to make others.
 *
 * @see https://nodejs.org/api/console.html
 */
import { Console, consoleMethods, markAsConsole } from './internal/console/console-class.ts';
import { outputSink, standardOutput } from './internal/process/stdio.ts';

/** The console of this thread. It asks for its streams when it writes, since they are made late or never. */
const globalConsole = {
  ...consoleMethods({
    stdout: () => outputSink(1),
    stderr: () => outputSink(2),
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
  _stdout: { get: () => standardOutput(1), configurable: true },
  _stderr: { get: () => standardOutput(2), configurable: true },
});

export { Console };
export default globalConsole;
