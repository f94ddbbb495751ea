/**
 * Runs the tests of Node's or CPython's own makers in the embedded host.
 *
 *     npm run test:conformance -- <source tree of Node> [options] [part of a name …]
 *     npm run test:conformance -- python <source tree of CPython> [options] [part of a name …]
 *
 * `node-conformance.ts` and `python-conformance.ts` say what the options are.
 */
import process from 'node:process';

const isPython = process.argv[2] === 'python';
if (isPython) process.argv.splice(2, 1);
await import(isPython ? './python-conformance.ts' : './node-conformance.ts');
