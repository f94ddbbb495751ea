/**
 * `node:http`: servers and clients that are threads and processes of this host, over the sockets of `node:net`. There is no
 * network behind them, and no page that could open an address.
 *
 * @see https://nodejs.org/api/http.html
 */
import { callableClass } from './internal/callable-class.ts';
import { Agent, globalAgent } from './internal/http/agent.ts';
import { ClientRequest } from './internal/http/client-request.ts';
import { validateHeaderName, validateHeaderValue } from './internal/http/headers.ts';
import { IncomingMessage } from './internal/http/incoming-message.ts';
import { OutgoingMessage } from './internal/http/outgoing-message.ts';
import { Server } from './internal/http/server.ts';
import { ServerResponse } from './internal/http/server-response.ts';
import { statusCodes } from './internal/http/status-codes.ts';

const METHODS =
  'ACL BIND CHECKOUT CONNECT COPY DELETE GET HEAD LINK LOCK M-SEARCH MERGE MKACTIVITY MKCALENDAR MKCOL MOVE NOTIFY OPTIONS PATCH POST PROPFIND PROPPATCH PURGE PUT QUERY REBIND REPORT SEARCH SOURCE SUBSCRIBE TRACE UNBIND UNLINK UNLOCK UNSUBSCRIBE';

const request = (...given: ConstructorParameters<typeof ClientRequest>): ClientRequest =>
  new ClientRequest(...given);

export default {
  METHODS: METHODS.split(' '),
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
  maxHeaderSize: 16_384,
  globalAgent,
};
