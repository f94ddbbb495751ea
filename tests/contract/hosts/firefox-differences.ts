/**
 * The contract programs whose output differs in Firefox, each with the reason: only what the engine words itself. The
 * embedded host does not rewrite it, since Firefox words hundreds of messages its own way.
 */
export const firefoxDifferences: Readonly<Record<string, string>> = {
  '07-message-channel': 'a DataCloneError says "Function object", not the text of the function',
  '09-worker-error': 'a frame names its function without "Timeout." and "[as …]"',
  '19-syntax': 'syntax errors are worded differently',
  '40-clone-errors': 'a DataCloneError names the kind of the object, not its text',
  '45-worker-endings': 'syntax and clone errors are worded differently',
  '46-worker-arguments': 'a DataCloneError says "Function object", not the text of the function',
  '66-worker-banner': 'a frame names its function without "Timeout."',
  '67-command-line':
    'syntax errors are worded differently, and an uncaught error of a missing module does not list what required it',
  '70-vm-contexts': 'syntax and reference errors are worded differently',
  '81-await-order': 'stacks end at the last await',
  '83-test-runner': 'a frame names no object before its function, and a call begins at its opening bracket',
};
