/**
 * `node:http`: servers and clients that are threads and processes of this host, over the sockets of `node:net`. There is no
 * network behind them, and no page that could open an address.
 *
 * @see https://nodejs.org/api/http.html
 */
import { callableClass } from './internal/callable-class.ts';
import { validateInteger } from './internal/errors.ts';
import { Agent, getGlobalAgent, setGlobalAgent } from './internal/http/agent.ts';
import { ClientRequest } from './internal/http/client-request.ts';
import { validateHeaderName, validateHeaderValue } from './internal/http/headers.ts';
import { IncomingMessage } from './internal/http/incoming-message.ts';
import { MAX_HEADER_BYTES } from './internal/http/message-parser.ts';
import { methods } from './internal/http/methods.ts';
import { OutgoingMessage } from './internal/http/outgoing-message.ts';
import { Server } from './internal/http/server.ts';
import { ServerResponse } from './internal/http/server-response.ts';
import { statusCodes } from './internal/http/status-codes.ts';

const request = (...given: ConstructorParameters<typeof ClientRequest>): ClientRequest =>
  new ClientRequest(...given);

export default {
  METHODS: [...methods],
  STATUS_CODES: statusCodes,
  Agent: callableClass(Agent),
  ClientRequest: callableClass(ClientRequest),
  IncomingMessage: callableClass(IncomingMessage),
  OutgoingMessage: callableClass(OutgoingMessage),
  Server: callableClass(Server),
  ServerResponse: callableClass(ServerResponse),
  createServer: (...given: ConstructorParameters<typeof Server>): Server => new Server(...given),
  validateHeaderName,
  validateHeaderValue,
  request,
  get: (...given: ConstructorParameters<typeof ClientRequest>): ClientRequest => request(...given).end(),
  setMaxIdleHTTPParsers: (max: unknown): void => validateInteger(max, 'max', 1),
  maxHeaderSize: MAX_HEADER_BYTES,
  get globalAgent() {
    return getGlobalAgent();
  },
  set globalAgent(agent) {
    setGlobalAgent(agent);
  },
};
