import { thread } from '../../../thread/thread-state.ts';

/** All options of this thread, those of `NODE_OPTIONS` first. */
export function nodeOptions(): readonly (readonly [name: string, value: string | boolean])[] {
  const { program } = thread;
  return program.interpreter === 'node' ? program.options : [];
}

/** What an option was last set to: text, or whether it is on; `undefined` when it was not given. */
export function nodeOption(name: string): string | boolean | undefined {
  return nodeOptions().findLast(([given]) => given === name)?.[1];
}
