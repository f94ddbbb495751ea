import { outOfRange, validateBoolean, validateFunction, validateInteger, validateObject } from '../errors.ts';
import type { Socket } from '../net/socket.ts';
import { IncomingMessage } from './incoming-message.ts';
import { checkParserOptions } from './request-options.ts';
import { ServerResponse } from './server-response.ts';

/** The options of `http.createServer`. */
export interface HttpServerOptions {
  IncomingMessage?: new (socket?: Socket) => IncomingMessage;
  ServerResponse?: typeof ServerResponse;
  connectionsCheckingInterval?: number;
  headersTimeout?: number;
  highWaterMark?: number;
  httpValidation?: string;
  insecureHTTPParser?: boolean;
  joinDuplicateHeaders?: boolean;
  keepAliveTimeout?: number;
  keepAliveTimeoutBuffer?: number;
  maxHeaderSize?: number;
  rejectNonStandardBodyWrites?: boolean;
  requestTimeout?: number;
  requireHostHeader?: boolean;
  shouldUpgradeCallback?: (request: IncomingMessage) => boolean;
}

/** What a server goes by; a program may change it. */
export interface ServerSettings {
  maxHeaderSize: number | undefined;
  requestTimeout: number;
  headersTimeout: number;
  keepAliveTimeout: number;
  keepAliveTimeoutBuffer: number;
  connectionsCheckingInterval: number;
  requireHostHeader: boolean;
  joinDuplicateHeaders: boolean | undefined;
  rejectNonStandardBodyWrites: boolean;
}

/** The classes of a server's messages. */
export interface MessageClasses {
  readonly Request: new (socket?: Socket) => IncomingMessage;
  readonly Response: typeof ServerResponse;
}

/** @throws ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE */
export function readServerOptions(options: HttpServerOptions): ServerSettings {
  validateObject(options, 'options');
  checkParserOptions(options);
  const requestTimeout = readTime(options, 'requestTimeout', 300_000);
  const headersTimeout = readTime(options, 'headersTimeout', Math.min(60_000, requestTimeout));
  if (requestTimeout > 0 && headersTimeout > 0 && headersTimeout > requestTimeout) {
    throw outOfRange('headersTimeout', '<= requestTimeout', options.headersTimeout);
  }
  const { shouldUpgradeCallback } = options;
  if (shouldUpgradeCallback !== undefined) {
    validateFunction(shouldUpgradeCallback, 'options.shouldUpgradeCallback');
  }
  return {
    maxHeaderSize: options.maxHeaderSize,
    requestTimeout,
    headersTimeout,
    keepAliveTimeout: readTime(options, 'keepAliveTimeout', 5000),
    keepAliveTimeoutBuffer: readTime(options, 'keepAliveTimeoutBuffer', 1000),
    connectionsCheckingInterval: readTime(options, 'connectionsCheckingInterval', 30_000),
    requireHostHeader: readSwitch(options, 'requireHostHeader') ?? true,
    joinDuplicateHeaders: readSwitch(options, 'joinDuplicateHeaders'),
    rejectNonStandardBodyWrites: readSwitch(options, 'rejectNonStandardBodyWrites') ?? false,
  };
}

/** What a server makes its messages of. */
export function readMessageClasses(options: HttpServerOptions): MessageClasses {
  return {
    Request: options.IncomingMessage || IncomingMessage,
    Response: options.ServerResponse || ServerResponse,
  };
}

type Times =
  | 'requestTimeout'
  | 'headersTimeout'
  | 'keepAliveTimeout'
  | 'keepAliveTimeoutBuffer'
  | 'connectionsCheckingInterval';
type Switches = 'requireHostHeader' | 'joinDuplicateHeaders' | 'rejectNonStandardBodyWrites';

function readTime(options: HttpServerOptions, name: Times, standardMs: number): number {
  const value = options[name];
  if (value !== undefined) validateInteger(value, name, 0);
  return value ?? standardMs;
}

function readSwitch(options: HttpServerOptions, name: Switches): boolean | undefined {
  const value = options[name];
  if (value !== undefined) validateBoolean(value, `options.${name}`);
  return value;
}
