import { native } from './thread-state.ts';

/** The texts of the parts, UTF-8, in memory that all threads share. Given by the script around the bundle. */
declare const partSources: Readonly<Record<string, Uint8Array>>;

/** What a `require` of this folder or of `node/` becomes in the bundle; declared by the script around it. */
declare let requirePart: RequirePart;

type RequirePart = (id: string) => unknown;
/** By a module's id: evaluates it, unless it has been evaluated, and returns its exports. */
type Part = Readonly<Record<string, () => unknown>>;

/** A decoder takes no shared memory. Bound before the program runs: a patched method would get hold of what all threads evaluate. */
const privateCopy = Function.prototype.call.bind(Uint8Array.prototype.slice) as (
  bytes: Uint8Array,
) => Uint8Array<ArrayBuffer>;

/** An indirect eval: the text sees the global scope only. */
const evaluate = globalThis.eval as (text: string) => unknown;

/**
 * Lets code outside the core be parsed and evaluated at its first use: most programs need little of what Node has.
 *
 * @param core the modules of the core that parts import or that stand behind a seam, by id
 * @param partOf the name of the part that has a module, by the module's id
 * @see src/build/thread-cut.ts
 */
export function connectParts(
  core: Readonly<Record<string, unknown>>,
  partOf: Readonly<Record<string, string>>,
): void {
  const parts = new Map<string, Part>();
  requirePart = (id) => {
    const name = partOf[id];
    if (name === undefined) return core[id];
    let part = parts.get(name);
    if (!part) {
      part = load(name);
      parts.set(name, part);
    }
    return part[id]!();
  };
}

function load(name: string): Part {
  const text = new native.TextDecoder().decode(privateCopy(partSources[name]!));
  return (
    evaluate(`${text}\n//# sourceURL=node:internal/interleave/${name}`) as (require: RequirePart) => Part
  )(requirePart);
}
