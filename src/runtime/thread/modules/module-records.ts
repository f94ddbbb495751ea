import type { LoadedModules, ModuleRecord, ModuleTarget } from '../../protocol/module-calls.ts';
import { reviveError, type SerializedError } from '../../protocol/serialized-error.ts';
import { emitWarningNow } from '../../node/internal/emit-warning.ts';
import { type ErrorClass, isNodeError, nodeError } from '../../node/internal/errors.ts';

/** The records that the kernel has given to this thread, by URL. */
export class ModuleRecords {
  readonly #records = new Map<string, ModuleRecord>();

  /** Keeps what came, and says what was asked for. */
  take({ target, records }: LoadedModules): ModuleTarget {
    for (const record of records) this.#records.set(record.url, record);
    return target;
  }

  /** The record with a URL. @throws the SyntaxError of one that could not be parsed */
  get(url: string): Exclude<ModuleRecord, { format: 'broken' }> {
    const record = this.#records.get(url);
    if (!record) throw new Error(`The kernel gave no record of "${url}" to this thread.`);
    if (record.format === 'broken') {
      if (record.warning !== null) emitWarningNow(record.warning);
      throw reviveModuleError(record.error);
    }
    return record;
  }
}

/** Makes the kernel's error, as plain data, one of this realm. */
export function reviveModuleError(serialized: SerializedError): Error {
  return asNodeError(reviveError(serialized)) as Error;
}

/** Makes an error that has a code of Node's (`ERR_…`) one of Node's own, which prints the code. */
export function asNodeError(error: unknown): unknown {
  if (!(error instanceof Error) || isNodeError(error)) return error;
  const { code } = error as { code?: unknown };
  if (typeof code !== 'string' || !code.startsWith('ERR_')) return error;
  return Object.assign(nodeError(code, error.message, error.constructor as ErrorClass), error);
}
