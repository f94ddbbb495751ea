import { Buffer } from '../node/buffer.ts';
import nodeConsole from '../node/console.ts';
import { BroadcastChannel } from '../node/internal/broadcast-channel.ts';
import { bindToContext } from '../node/internal/async-context.ts';
import { wordAbortReasonsAsNode } from '../node/internal/abort-reasons.ts';
import { traceDomExceptions } from '../node/internal/dom-exceptions.ts';
import { base64Functions, wordEncodingErrorsAsNode } from '../node/internal/encoding-errors.ts';
import { followEventTargets } from '../node/internal/event-targets.ts';
import { inspectWebClasses } from '../node/internal/inspect-web-classes.ts';
import { clearImmediate, setImmediate } from '../node/internal/immediates.ts';
import { MessageChannel, MessagePort } from '../node/internal/message-port.ts';
import { structuredClone } from '../node/internal/post-message.ts';
import { clearTimeout, setInterval, setTimeout } from '../node/internal/timeouts.ts';
import { nodeNavigator } from '../node/internal/navigator.ts';
import { followProxies } from '../node/internal/proxies.ts';
import { wordUrlErrorsAsNode } from '../node/internal/url/url-errors.ts';
import { validateFunction } from '../node/internal/validators.ts';
import { builtInModule } from '../node/built-in-modules.ts';
import type { NodeProcess } from '../node/process.ts';
import { macrotask, ref, runGuarded, unref } from './event-loop.ts';
import { native } from './thread-state.ts';

/** What a Worker has and Node has not; a program that looks for it must find nothing. */
const BROWSER_GLOBALS = [
  'BroadcastChannel',
  'DedicatedWorkerGlobalScope',
  'EventSource',
  'FileReader',
  'FileReaderSync',
  'Notification',
  'OffscreenCanvas',
  'PerformanceObserver',
  'SharedWorker',
  'WebSocketStream',
  'Worker',
  'WorkerGlobalScope',
  'WorkerLocation',
  'WorkerNavigator',
  'XMLHttpRequest',
  'addEventListener',
  'cancelAnimationFrame',
  'caches',
  'close',
  'crossOriginIsolated',
  'dispatchEvent',
  'fonts',
  'importScripts',
  'indexedDB',
  'isSecureContext',
  'location',
  'name',
  'onerror',
  'onlanguagechange',
  'onmessage',
  'onmessageerror',
  'onoffline',
  'ononline',
  'onrejectionhandled',
  'onrtctransform',
  'onunhandledrejection',
  'origin',
  'postMessage',
  'removeEventListener',
  'reportError',
  'requestAnimationFrame',
  'scheduler',
  'self',
  'trustedTypes',
  'webkitRequestFileSystem',
  'webkitRequestFileSystemSync',
  'webkitResolveLocalFileSystemSyncURL',
  'webkitResolveLocalFileSystemURL',
];

/** Takes the browser's globals away and puts Node's in their place. */
export function installGlobals(process: NodeProcess): void {
  for (const name of BROWSER_GLOBALS) hide(name);
  // The name of `notify` in early drafts, which Firefox has kept.
  Reflect.deleteProperty(Atomics, 'wake');
  Object.defineProperty(globalThis, Symbol.toStringTag, { value: 'global', configurable: true });
  install({ BroadcastChannel, Buffer, MessageChannel, MessagePort, process });
  // What `console.log(globalThis)` shows, in this order.
  install(
    {
      global: globalThis,
      clearImmediate,
      setImmediate,
      clearInterval: clearTimeout,
      clearTimeout,
      setInterval,
      setTimeout,
      queueMicrotask,
      structuredClone,
      ...base64Functions,
      fetch,
      crypto,
      navigator: nodeNavigator(native.navigator),
    },
    { enumerable: true },
  );
  install({ console: nodeConsole });
  traceDomExceptions();
  wordAbortReasonsAsNode();
  followEventTargets();
  inspectWebClasses();
  wordUrlErrorsAsNode();
  wordEncodingErrorsAsNode();
  followProxies();
  installLazily('buffer', ['Blob', 'File']);
  installLazily('perf_hooks', ['performance', 'PerformanceObserver', 'PerformanceEntry']);
  installLazily('worker_threads', ['BroadcastChannel', 'MessageChannel', 'MessagePort']);
  keepAliveDuring(WebAssembly, ['compile', 'instantiate']);
  const { subtle } = native.crypto;
  // Absent where the browser does not count the sandbox as a secure context.
  if (!subtle) completeCrypto(native.crypto);
  else
    keepAliveDuring(subtle, [
      'digest',
      'encrypt',
      'decrypt',
      'sign',
      'verify',
      'generateKey',
      'deriveBits',
      'deriveKey',
      'importKey',
      'exportKey',
      'wrapKey',
      'unwrapKey',
    ]);
}

function hide(name: string): void {
  for (
    let scope: object = globalThis;
    scope !== EventTarget.prototype;
    scope = Object.getPrototypeOf(scope) as object
  ) {
    Reflect.deleteProperty(scope, name);
  }
  // What belongs to EventTarget cannot be deleted without taking it from every other target too.
  if (name in globalThis)
    Object.defineProperty(globalThis, name, { value: undefined, writable: true, configurable: true });
}

/** Globals as Node defines them: writable, configurable and, but for some functions, not enumerable. */
function install(globals: Readonly<Record<string, unknown>>, { enumerable = false } = {}): void {
  for (const [name, value] of Object.entries(globals)) {
    // A property that is made anew comes last.
    if (enumerable) Reflect.deleteProperty(globalThis, name);
    Object.defineProperty(globalThis, name, { value, writable: true, configurable: true, enumerable });
  }
}

/** Globals that are evaluated with their module, at the first use. */
function installLazily(moduleName: string, names: readonly string[]): void {
  for (const name of names) {
    const define = (value: unknown): void => install({ [name]: value });
    Object.defineProperty(globalThis, name, {
      configurable: true,
      enumerable: false,
      get() {
        const value = (builtInModule(moduleName) as Record<string, unknown>)[name];
        define(value);
        return value;
      },
      set: define,
    });
  }
}

/** Without a secure context, the browser's `crypto` has random bytes and nothing else. */
function completeCrypto(crypto: Crypto): void {
  const lacking = () => builtInModule('crypto') as Pick<Crypto, 'randomUUID' | 'subtle'>;
  const randomUUID = { randomUUID: () => lacking().randomUUID() }.randomUUID;
  const prototype = Object.getPrototypeOf(crypto) as object;
  Object.defineProperty(prototype, 'randomUUID', { value: randomUUID, writable: true, configurable: true });
  Object.defineProperty(prototype, 'subtle', { get: () => lacking().subtle, configurable: true });
}

function queueMicrotask(callback: () => unknown): void {
  validateFunction(callback, 'callback');
  const bound = bindToContext(callback);
  native.queueMicrotask(() => runGuarded(bound));
}

/** The browser's own asynchronous functions must keep a thread alive as Node's do. */
function keepAliveDuring(owner: object, methods: readonly string[]): void {
  for (const name of methods) {
    const method = Reflect.get(owner, name) as ((...args: unknown[]) => Promise<unknown>) | undefined;
    if (!method) continue;
    const untilSettled = async (args: readonly unknown[]): Promise<unknown> => {
      ref();
      try {
        return await Reflect.apply(method, owner, args);
      } finally {
        macrotask(unref);
      }
    };
    const value = { [name]: (...args: unknown[]): Promise<unknown> => untilSettled(args) }[name];
    Object.defineProperty(owner, name, { value, writable: true, configurable: true });
  }
}
