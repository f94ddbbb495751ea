import { unavailable } from './errors.ts';

/**
 * The functions and classes of a module that the host lacks: they can be imported, and throw when they are called or constructed.
 *
 * @param module the module's name, for the message
 */
export function absentFunctions(module: string, names: readonly string[]): Record<string, () => never> {
  const entries = names.map((name) => {
    const absent = function (): never {
      throw unavailable(`${module}.${name}()`);
    };
    return [name, Object.defineProperty(absent, 'name', { value: name })] as const;
  });
  return Object.fromEntries(entries);
}
