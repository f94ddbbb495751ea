import { type Binding } from './module-namespace.ts';
import { Module, type ResolvedExport } from './module.ts';

/** Gives an exported name its value, which is read when a program asks for it. */
export type SetExport = (name: string, read: () => unknown) => void;

/** A module without source text of its own: a built-in, JSON, or CommonJS seen from an ES module. */
export class SyntheticModule extends Module {
  override readonly isCommonJs: boolean;
  readonly #values = new Map<string, () => unknown>();
  readonly #bindings = new Map<string, Binding>();
  readonly #evaluate: (set: SetExport) => void;

  /**
   * @param evaluate gives the names their values when the module's turn comes
   * @param options `isLive`: running it again may change the values, as `syncBuiltinESMExports()` does
   */
  constructor(
    url: string,
    names: Iterable<string>,
    evaluate: (set: SetExport) => void,
    { isLive = false, isCommonJs = false }: { isLive?: boolean; isCommonJs?: boolean } = {},
  ) {
    super(url);
    this.isCommonJs = isCommonJs;
    this.#evaluate = evaluate;
    const isSettled = () => !isLive && this.status === 'evaluated';
    for (const name of names) {
      this.#bindings.set(name, { read: () => this.#values.get(name)?.(), isSettled });
    }
  }

  override exportNames(): Iterable<string> {
    return this.#bindings.keys();
  }

  override resolveExport(name: string): ResolvedExport {
    return this.#bindings.get(name);
  }

  override execute(): undefined {
    this.#evaluate((name, read) => this.#values.set(name, read));
  }
}
