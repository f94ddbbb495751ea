/**
 * `node:net`: sockets between the threads and processes of this host, by a port of `localhost` or by a path. There is no
 * network behind them.
 *
 * @see https://nodejs.org/api/net.html
 */
import { absentFunctions } from './internal/absent-functions.ts';
import { callableClass } from './internal/callable-class.ts';
import { readArguments } from './internal/net/endpoint.ts';
import { isIPv4, isIPv6, ipVersion } from './internal/net/ip-addresses.ts';
import { Server } from './internal/net/server.ts';
import { Socket, type SocketOptions } from './internal/net/socket.ts';
import { validateBoolean, validateInt32 } from './internal/validators.ts';

/** Node's least time for an attempt. */
const SHORTEST_ATTEMPT_MS = 10;

let autoSelectFamily = true;
let attemptTimeoutMs = 500;

const connect = (...given: unknown[]): unknown => {
  const [options] = readArguments(given);
  return new Socket(options as SocketOptions).connect(...given);
};

const CallableSocket = callableClass(Socket);

export default {
  Server: callableClass(Server),
  Socket: CallableSocket,
  Stream: CallableSocket,
  connect,
  createConnection: connect,
  createServer: (...given: ConstructorParameters<typeof Server>): Server => new Server(...given),
  isIP: ipVersion,
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
  ...absentFunctions('net', ['BlockList', 'BoundSocket', 'SocketAddress']),
};
