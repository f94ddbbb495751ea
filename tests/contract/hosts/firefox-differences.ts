/** What of a program's output differs in Firefox, and is left out of the comparison. */
export interface FirefoxDifference {
  readonly reason: string;
  /** Leaves out what the engine words itself; applied to both outputs, of which the rest must be equal. */
  readonly withoutIt: (output: string) => string;
}

const syntaxWords = 'syntax errors are worded differently';
const receivers = 'a frame does not name the object that its function was called on';

/** The message of a SyntaxError, as Node prints it and in JSON. */
const withoutSyntaxWords = (output: string): string =>
  output.replace(/\bSyntaxError(: |","| undefined ).*?(?=$|")/gm, 'SyntaxError$1');

const withoutReceivers = (output: string): string =>
  output
    .replace(/ at \w+\.(?:<anonymous>|_onTimeout) \((.*)\)$/gm, ' at $1')
    .replace(/ at \w+\.(\w+) \[as \w+\] \(/g, ' at $1 (');

/**
 * The contract programs whose output differs in Firefox: only in what the engine words itself. The embedded host does not
 * rewrite it, since Firefox words hundreds of messages its own way.
 */
export const firefoxDifferences: Readonly<Record<string, FirefoxDifference>> = {
  '09-worker-error': { reason: receivers, withoutIt: withoutReceivers },
  '19-syntax': { reason: syntaxWords, withoutIt: withoutSyntaxWords },
  '45-worker-endings': { reason: syntaxWords, withoutIt: withoutSyntaxWords },
  '66-worker-banner': { reason: receivers, withoutIt: withoutReceivers },
  '67-command-line': { reason: syntaxWords, withoutIt: withoutSyntaxWords },
  '70-vm-contexts': {
    reason: `${syntaxWords}, and an assignment to what is not declared`,
    withoutIt: (output) =>
      withoutSyntaxWords(output).replace(/^(strict undef ReferenceError undefined) .*/gm, '$1'),
  },
  '81-await-order': {
    reason: 'stacks end at the last await',
    withoutIt: (output) => output.replace(/^ +at async .*\n/gm, ''),
  },
  '83-test-runner': { reason: receivers, withoutIt: withoutReceivers },
  '85-listener-stacks': { reason: receivers, withoutIt: withoutReceivers },
  '86-errors-of-the-web': { reason: receivers, withoutIt: withoutReceivers },
  '89-events-without-listeners': {
    reason: receivers,
    withoutIt: (output) => withoutReceivers(output).replace(/ at Shop\.sell \(/g, ' at sell ('),
  },
  '90-printed-engine-objects': {
    reason: 'errors of `Proxy` are worded differently, and `WebAssembly` has a `JSTag`',
    withoutIt: (output) =>
      output.replace(/^(?:.*\b[Pp]roxy\b.*\b(?:new|object)\b.*| +(?:JSTag|validate): .*)\n/gm, ''),
  },
  '102-mistakes-in-modules': { reason: syntaxWords, withoutIt: withoutSyntaxWords },
  '103-mocked-timers': { reason: receivers, withoutIt: withoutReceivers },
  '105-mime-types': {
    reason: 'a class that is called, and a property that has no setter, are refused differently',
    withoutIt: (output) => output.replace(/^(?:call|essence|params=) TypeError .*\n/gm, ''),
  },
  '94-errors-of-modules': {
    reason: 'what has no such property or is no function is said differently',
    withoutIt: (output) =>
      output.replace(
        /^TypeError: (?:Cannot read properties|can't access property|\[.*\]\.length is not).*\n/gm,
        '',
      ),
  },
};
