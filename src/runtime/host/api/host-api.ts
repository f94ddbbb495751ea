import { expose } from 'comlink';
import { Kernel } from '../../kernel/kernel.ts';
import type { ThreadWorker } from '../../kernel/thread-pool.ts';
import { pythonLoader } from './python-loader.ts';
import { containerApi, type BuildOptions, type ContainerApi } from './container-api.ts';

/**
 * Offers what `@webcontainer/api` 1.6.4 calls: a root object whose `build` makes a host. The wire is Comlink 4.3.0's;
 * later versions speak another. After a teardown the client builds again over the same port.
 *
 * @param pythonFiles where the relay sends Python's files when it is asked
 * @param createWorker makes a Worker that runs `thread/main.ts`
 */
export function offerHost(port: MessagePort, pythonFiles: MessagePort, createWorker: () => Worker): void {
  const python = pythonLoader(pythonFiles);
  // The first thread parses its code while the page still asks for a host.
  const createKernel = (): Kernel => {
    const kernel = new Kernel({
      createWorker: () => createWorker() as ThreadWorker,
      processorCount: navigator.hardwareConcurrency,
      python,
    });
    kernel.pool.prepare();
    return kernel;
  };
  let spare: Kernel | undefined = createKernel();
  const build = (options: BuildOptions): ContainerApi => {
    const kernel = spare ?? createKernel();
    spare = undefined;
    return containerApi(kernel, options);
  };
  expose({ build }, port);
}
