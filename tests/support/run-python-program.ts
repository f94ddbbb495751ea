import type { Interpreter } from '../../src/runtime/python/start-interpreter.ts';

/**
 * Runs Python programs in one interpreter, one after another. Each has a main thread of its own and ends with its last
 * thread that is no daemon.
 */
export function programRunner({ pyodide, scheduler }: Interpreter) {
  let output = '';
  const decoder = new TextDecoder();
  const collect = {
    write: (bytes: Uint8Array) => {
      output += decoder.decode(bytes);
      for (const listener of listeners) listener();
      return bytes.length;
    },
  };
  const listeners = new Set<() => void>();
  pyodide.setStdout(collect);
  pyodide.setStderr(collect);
  pyodide.runPython(RUNNER);
  const prepare = pyodide.runPython('_prepare') as (source: string) => object;

  return {
    /** What the program prints, standard error included, up to its end. */
    async run(source: string): Promise<string> {
      output = '';
      await scheduler.runMain(prepare(source));
      return output;
    },
    /** Resolves when the program that runs has printed this. */
    printed(text: string): Promise<void> {
      return new Promise((resolve) => {
        const look = () => {
          if (!output.includes(text)) return;
          listeners.delete(look);
          resolve();
        };
        listeners.add(look);
        look();
      });
    },
    /** As the kernel does when a signal comes that the process handles. */
    signal(number: number): void {
      scheduler.signals.raise(number);
      scheduler.signalled();
    },
  };
}

const RUNNER = `
def _prepare(source):
    import functools
    return functools.partial(_run, source)

def _run(source):
    import _thread, sys, traceback
    try:
        exec(compile(source, 'program.py', 'exec'), {'__name__': '__main__'})
    except BaseException:
        traceback.print_exc()
    finally:
        _thread._shutdown()
        sys.stdout.flush()
`;
