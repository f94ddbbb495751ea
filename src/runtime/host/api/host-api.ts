import { expose } from 'comlink';
import { Kernel } from '../../kernel/kernel.ts';
import type { ThreadWorker } from '../../kernel/thread-pool.ts';
import { containerApi, type BuildOptions, type ContainerApi } from './container-api.ts';

/**
 * Offers what `@webcontainer/api` 1.6.4 calls: a root object whose `build` makes a host. The wire is Comlink 4.3.0's;
 * later versions speak another. After a teardown the client builds again over the same port.
 */
export function offerHost(port: MessagePort, createWorker: () => ThreadWorker): void {
  // The first Workers parse their code while the page still waits for the port.
  const createKernel = (): Kernel => {
    const kernel = new Kernel({ createWorker, processorCount: navigator.hardwareConcurrency });
    kernel.pool.fill();
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
