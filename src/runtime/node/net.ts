/**
 * `node:net`, for programs without a network: addresses can be told apart. What would connect or listen can be imported, and
 * throws when it is called.
 *
 * @see https://nodejs.org/api/net.html
 */
import { absentFunctions } from './internal/absent-functions.ts';
import { validateBoolean, validateInt32 } from './internal/validators.ts';

const ipv4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;
/** What may be between brackets in a URL, which decides the rest, and a zone behind it. */
const ipv6 = /^([\da-f:.]+)(?:%[a-z\d\-.:]+)?$/i;
/** Node's least time for an attempt. */
const SHORTEST_ATTEMPT_MS = 10;

let autoSelectFamily = true;
let attemptTimeoutMs = 500;

export default {
  isIP: (input: unknown): number => {
    if (isIPv4(input)) return 4;
    return isIPv6(input) ? 6 : 0;
  },
  isIPv4,
  isIPv6,
  getDefaultAutoSelectFamily: () => autoSelectFamily,
  setDefaultAutoSelectFamily: (value: unknown): void => {
    validateBoolean(value, 'value');
    autoSelectFamily = value;
  },
  getDefaultAutoSelectFamilyAttemptTimeout: () => attemptTimeoutMs,
  setDefaultAutoSelectFamilyAttemptTimeout: (value: unknown): void => {
    validateInt32(value, 'value', 1);
    attemptTimeoutMs = Math.max(value, SHORTEST_ATTEMPT_MS);
  },
  ...absentFunctions(
    'net',
    'BlockList BoundSocket Server Socket SocketAddress Stream connect createConnection createServer'.split(
      ' ',
    ),
  ),
};

function isIPv4(input: unknown): boolean {
  return ipv4.test(String(input));
}

function isIPv6(input: unknown): boolean {
  const address = ipv6.exec(String(input))?.[1];
  return address !== undefined && URL.canParse(`http://[${address}]`);
}
