import type { ModuleCalls } from '../../protocol/module-calls.ts';
import type { FileSystem } from '../file-system/file-system.ts';
import type { SystemCallHandlers } from '../system-call-handlers.ts';
import type { Thread } from '../thread.ts';
import { scriptNames } from './script-names.ts';
import { ModuleGraph } from './module-graph.ts';

/** Answers the system calls of the module loaders, remembering which records each thread has. */
export function moduleCallHandlers(files: FileSystem): SystemCallHandlers<ModuleCalls> {
  const graph = new ModuleGraph(files);
  const known = new WeakMap<Thread, Set<string>>();

  const knownTo = (thread: Thread): Set<string> => {
    let urls = known.get(thread);
    if (!urls) known.set(thread, (urls = new Set()));
    return urls;
  };

  return {
    'module.load': ({ thread }, request) => graph.load(request, knownTo(thread)),
    'module.compile': ({ thread }, source, url, format, from) =>
      graph.compile(source, url, format, from, knownTo(thread)),
    'module.script-names': (_caller, source) => scriptNames(source),
    'module.check': (_caller, path) => graph.check(path),
    'module.resolve': (_caller, specifier, from, kind) => graph.resolve(specifier, from, kind),
  };
}
