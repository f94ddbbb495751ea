import type { Module } from './module.ts';

/** What a CommonJS module has and an ES module has not, and what to write instead. */
const advice: Readonly<Record<string, string>> = {
  require: 'replace require() with import',
  module: 'use export instead of module.exports/exports',
  exports: 'use export instead of module.exports/exports',
  __filename: 'use import.meta.filename instead',
  __dirname: 'use import.meta.dirname instead',
};

/**
 * Adds to the message of a ReferenceError that ES modules lack what was meant.
 *
 * @param root the module whose evaluation failed, perhaps in one that it imports
 * @see https://github.com/nodejs/node/blob/v26.x/lib/internal/modules/esm/module_job.js (explainCommonJSGlobalLikeNotDefinedError)
 */
export function explainMissingGlobal(error: unknown, { hasTopLevelAwait }: Module): void {
  if (!(error instanceof ReferenceError)) return;
  const [, name = ''] = /^(\w+) is not defined$/.exec(error.message) ?? [];
  if (!Object.hasOwn(advice, name)) return;
  if (hasTopLevelAwait) {
    error.message =
      `Cannot determine intended module format because both '${name}' and top-level await are present. If the code is ` +
      'intended to be CommonJS, wrap await in an async function. If the code is intended to be an ES module, ' +
      `${advice[name]}.`;
    Object.assign(error, { code: 'ERR_AMBIGUOUS_MODULE_SYNTAX' });
    return;
  }
  error.message += ` in ES module scope${name === 'require' ? ', you can use import instead' : ''}`;
}
