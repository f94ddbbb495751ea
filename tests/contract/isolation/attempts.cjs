// Tries every way out of the sandbox, and prints what came of each as a line of JSON. argv: the address of a server
// that anybody may talk to, and 'worker' to try it all in a worker thread.
const { Worker, isMainThread, workerData } = require('node:worker_threads');

const outside = isMainThread ? process.argv[2] : workerData;

/** A global under any of its names, on the global object or on what it inherits from, or as an evaluated script sees it. */
function find(name) {
  for (let scope = globalThis; scope; scope = Object.getPrototypeOf(scope)) {
    const descriptor = Object.getOwnPropertyDescriptor(scope, name);
    const value = descriptor?.value ?? descriptor?.get?.call(globalThis);
    if (value !== undefined) return value;
  }
  return (
    (0, eval)(`typeof ${name} === 'undefined' ? undefined : ${name}`) ??
    Function('name', 'return this[name]')(name)
  );
}

/** Says that a name leads nowhere, or returns what it leads to. */
function need(name) {
  const value = find(name);
  if (value === undefined || value === null) throw new Error(`no ${name}`);
  return value;
}

function promised(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** Resolves when a connection opens, and rejects when it fails. */
function opened(connection) {
  return new Promise((resolve, reject) => {
    connection.onopen = () => resolve('open');
    connection.onerror = () => reject(new Error('the connection failed'));
  });
}

/** What an emitter is opened with, unless it has an error first. */
function settled(open) {
  return new Promise((resolve, reject) => open(resolve).on('error', reject));
}

const nativeImport = new Function('url', 'return import(url)');

/** An attempt succeeds when it returns anything but undefined. */
const attempts = {
  // What the site keeps.
  localStorage: () => need('localStorage').getItem('secret') ?? undefined,
  sessionStorage: () => need('sessionStorage').getItem('secret') ?? undefined,
  indexedDB: () => promised(need('indexedDB').open('secret')),
  caches: () => need('caches').open('secret'),
  cookieStore: () => need('cookieStore').get('secret'),
  'document.cookie': () => need('document').cookie,
  'navigator.storage (OPFS)': () => need('navigator').storage.getDirectory(),
  'navigator.serviceWorker': () => need('navigator').serviceWorker.getRegistrations(),
  // Node's own are locks between the threads of a program.
  'navigator.locks of the browser': () => /native code/.test(need('navigator').locks.query) || undefined,
  LockManager: () => need('navigator').locks instanceof need('LockManager') || undefined,
  webkitRequestFileSystem: () => need('webkitRequestFileSystem')(0, 1),

  // The page around it.
  document: () => need('document'),
  window: () => need('window'),
  parent: () => need('parent'),
  opener: () => need('opener'),
  top: () => need('top'),
  frames: () => need('frames'),
  location: () => need('location').href,
  'location.assign': () => need('location').assign(outside),
  'open()': () => need('open')(outside),
  history: () => need('history'),

  // The network.
  fetch: () => need('fetch')(`${outside}/fetch`, { mode: 'no-cors' }),
  'fetch of a data: address with a Request': () => need('fetch')(new Request(`${outside}/request`)),
  XMLHttpRequest: () => {
    const request = new (need('XMLHttpRequest'))();
    request.open('GET', `${outside}/xhr`, false);
    request.send();
    return request.responseText;
  },
  WebSocket: () => opened(new (need('WebSocket'))(outside.replace('http', 'ws'))),
  WebSocketStream: () => new (need('WebSocketStream'))(outside.replace('http', 'ws')).opened,
  EventSource: () => opened(new (need('EventSource'))(`${outside}/events`)),
  WebTransport: () => {
    const { ready, closed } = new (need('WebTransport'))(outside.replace('http', 'https'));
    closed.catch(() => undefined); // The other of its promises fails too.
    return ready;
  },
  RTCPeerConnection: () => new (need('RTCPeerConnection'))(),
  'navigator.sendBeacon': () => need('navigator').sendBeacon(`${outside}/beacon`) || undefined,
  importScripts: () => need('importScripts')(`${outside}/script.js`) ?? 'loaded',
  'import() of the module system': () => import(`${outside}/module.mjs`),
  'import() of the browser': () => nativeImport(`${outside}/module.mjs`),
  'import() of the browser, as a data: address': () => nativeImport('data:text/javascript,export default 1'),
  'require() of an address': () => require(`${outside}/module.cjs`),
  'WebAssembly.compileStreaming': () => WebAssembly.compileStreaming(need('fetch')(`${outside}/module.wasm`)),
  FontFace: () => new (need('FontFace'))('x', `url(${outside}/font.woff2)`).load(),
  createImageBitmap: () => need('createImageBitmap')(new Blob(['x'])),
  'node:http': () => settled((resolve) => require('node:http').get(outside, resolve)),
  'node:http, by name': () => settled((resolve) => require('node:http').get('http://example.com/', resolve)),
  'node:net': () =>
    settled((resolve) => {
      const { hostname, port } = new URL(outside);
      const socket = require('node:net').connect(Number(port), hostname, () => resolve(socket));
      return socket;
    }),

  // Other realms.
  SharedWorker: () => new (need('SharedWorker'))('data:text/javascript,'),
  "the browser's Worker": () => {
    const BrowserWorker = need('Worker');
    return new BrowserWorker(URL.createObjectURL(new Blob(['fetch("x")'])));
  },
  ShadowRealm: () => new (need('ShadowRealm'))(),
  "a BroadcastChannel that the site's page listens to": () =>
    new BroadcastChannel('site').postMessage('leak'),

  // The host's own means.
  postMessage: () => need('postMessage'),
  close: () => need('close'),
  self: () => need('self'),
  onmessage: () => need('onmessage'),
  DedicatedWorkerGlobalScope: () => need('DedicatedWorkerGlobalScope'),
  'MessagePort.prototype.postMessage on the global object': () => {
    const { port1, port2 } = new MessageChannel();
    port1.close();
    port2.close();
    for (let at = Object.getPrototypeOf(port1); at; at = Object.getPrototypeOf(at)) {
      if (Object.hasOwn(at, 'postMessage')) at.postMessage.call(globalThis, { type: 'system-call' });
    }
  },
  'call sites: getFunction() and getThis()': () => {
    const prepare = Error.prepareStackTrace;
    let found;
    Error.prepareStackTrace = (_error, sites) => {
      for (const site of sites) {
        if (site.getScriptNameOrSourceURL?.()?.includes('attempts.cjs')) continue;
        const [callee, receiver] = [site.getFunction?.(), site.getThis?.()];
        if (callee !== undefined || receiver !== undefined) found = `${callee} ${receiver}`.slice(0, 200);
      }
      return sites;
    };
    try {
      // From the top of the stack, through the event loop, and out of a built-in module that calls back.
      void new Error().stack;
      [1].forEach(() => void new Error().stack);
      require('node:events').once.call;
      new (require('node:events'))().on('x', () => void new Error().stack).emit('x');
      require('node:util').inspect({
        [require('node:util').inspect.custom]: () => String(new Error().stack),
      });
    } finally {
      Error.prepareStackTrace = prepare;
    }
    return found;
  },
  'function.caller': () => {
    let found;
    function spy() {
      found = spy.caller?.caller ?? undefined;
    }
    new (require('node:events'))().on('x', spy).emit('x');
    return found;
  },
  'patched bind, call and apply': () => withPatched(Function.prototype, ['bind', 'call', 'apply']),
  'patched array methods': () => withPatched(Array.prototype, ['push', 'map', 'forEach', 'shift', 'slice']),
  'patched Map and Set': () => withPatched(Map.prototype, ['get', 'set', 'delete']),
  'patched Promise.prototype.then': () => withPatched(Promise.prototype, ['then']),
  'patched Atomics.wait': () => withPatched(Atomics, ['wait', 'store', 'load']),
  'setters on Object.prototype': () => {
    const names = ['printed', 'type', 'name', 'args', 'answer', 'transfer', 'port', 'value'];
    let found;
    for (const name of names) {
      Object.defineProperty(Object.prototype, name, {
        configurable: true,
        set(value) {
          if (isControl(this) || isControl(value)) found = name;
        },
        get: () => undefined,
      });
    }
    try {
      useHost();
    } finally {
      for (const name of names) delete Object.prototype[name];
    }
    return found;
  },
  'the memory that the kernel answers in': () => {
    let found;
    const { wait } = Atomics;
    Atomics.wait = (memory, ...rest) => {
      found = memory;
      return wait(memory, ...rest);
    };
    try {
      useHost();
    } finally {
      Atomics.wait = wait;
    }
    return found;
  },
};

/** Things that go through the kernel and the event loop. */
function useHost() {
  require('node:fs').readFileSync(__filename);
  process.cwd();
  new MessageChannel().port1.close();
  setTimeout(() => undefined, 1);
}

/** What would let the program speak to the kernel past the system calls. */
function isControl(value) {
  if (typeof value === 'function')
    return /\bpostMessage\b/.test(value.name) || value.name === 'bound postMessage';
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof value.postMessage === 'function' &&
    !(value instanceof MessagePort)
  );
}

/** Replaces functions of the language, uses the host, and returns what of its control they were given to see. */
function withPatched(owner, names) {
  const originals = names.map((name) => owner[name]);
  const { apply } = Reflect;
  let found;
  names.forEach((name, index) => {
    owner[name] = function (...args) {
      if (isControl(this)) found ??= name;
      for (let i = 0; i < args.length; i++) if (isControl(args[i])) found ??= name;
      return apply(originals[index], this, args);
    };
  });
  try {
    useHost();
  } finally {
    for (let index = 0; index < names.length; index++) owner[names[index]] = originals[index];
  }
  return found;
}

async function tryAll() {
  for (const [name, attempt] of Object.entries(attempts)) {
    let outcome;
    try {
      const timeout = new Promise((_resolve, reject) => setTimeout(reject, 2000, new Error('nothing came')));
      const result = await Promise.race([(async () => attempt())(), timeout]);
      outcome = result === undefined ? 'nothing' : `REACHED ${String(result).slice(0, 200)}`;
    } catch (error) {
      outcome = String(error?.message ?? error).split('\n')[0];
    }
    console.log(JSON.stringify([name, outcome]));
  }
  process.exit(0);
}

if (isMainThread && process.argv[3] === 'worker') new Worker(__filename, { workerData: outside });
else void tryAll();
