/** Node's error for what cannot be cloned or transferred; code 25. */
export function dataCloneError(message: string): DOMException {
  return new DOMException(message, 'DataCloneError');
}

/** Browsers say in front which function failed, and word two cases in their own way. */
const apiPrefix = /^(?:Failed to execute '\w+' on '\w+': |\w+\.postMessage: |structuredClone: )/;

/** Turns what a browser threw while cloning into what Node throws; other errors stay as they are. */
export function asNodeCloneError(error: unknown): unknown {
  if (!(error instanceof DOMException) || error.name !== 'DataCloneError') return error;
  const message = error.message.replace(apiPrefix, '');
  if (/MessagePort.*(?:not transferred|could not be cloned)/.test(message))
    return dataCloneError('Object that needs transfer was found in message but not listed in transferList');
  if (message.includes('does not have a transferable type'))
    return dataCloneError('Found invalid value in transferList.');
  return dataCloneError(message);
}
