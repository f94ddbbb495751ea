/** An option of Node's command line and its value: text for those that take one, else whether it is on. */
export type NodeOption = readonly [name: string, value: string | boolean];

/** What the words of a command line mean, up to the first that is no option. */
export interface ParsedOptions {
  readonly options: readonly NodeOption[];
  /** How many words these are. */
  readonly length: number;
  /** What is wrong with them, as Node says it: `bad option: --bogus`. */
  readonly error: string | null;
}

/**
 * Reads options as Node's own parser does.
 * @see https://nodejs.org/docs/latest-v26.x/api/cli.html
 */
export function parseNodeOptions(words: readonly string[]): ParsedOptions {
  const options: NodeOption[] = [];
  let index = 0;
  const done = (error: string | null = null): ParsedOptions => ({ options, length: index, error });
  while (index < words.length) {
    const word = words[index++]!;
    if (word === '--') return done();
    if (!word.startsWith('-') || word === '-') {
      index -= 1;
      return done();
    }
    const [given, joined] = splitAtEquals(word);
    const name = ALIASES[given] ?? given;
    if (name === '--print') {
      options.push(['--print', true]);
      const code = words[index];
      if (given !== '--print' && code !== undefined && !code.startsWith('-')) {
        options.push(['--eval', code]);
        index += 1;
      }
    } else if (VALUED.has(name)) {
      const value = joined ?? words[index];
      const isThere = value !== undefined && (joined !== undefined || !value.startsWith('-'));
      if (!isThere) return done(`${given} requires an argument`);
      if (joined === undefined) index += 1;
      options.push([name, value]);
    } else {
      const positive = name.replace(/^--no-/, '--');
      if (!SWITCHES.has(positive) && !V8_OPTION.test(name)) return done(`bad option: ${word}`);
      options.push([positive, positive === name]);
    }
  }
  return done();
}

/**
 * Reads `NODE_OPTIONS`: options apart by spaces, with spaces of their own within double quotes.
 */
export function parseNodeOptionsVariable(text: string): ParsedOptions {
  const words: string[] = [];
  let word: string | null = null;
  let isQuoted = false;
  for (let index = 0; index < text.length; index++) {
    const char = text[index]!;
    if (char === '"') {
      isQuoted = !isQuoted;
      word ??= '';
    } else if (char === ' ' && !isQuoted) {
      if (word !== null) words.push(word);
      word = null;
    } else if (char === '\\' && isQuoted) {
      word = (word ?? '') + (text[++index] ?? '');
    } else {
      word = (word ?? '') + char;
    }
  }
  if (isQuoted) {
    return { options: [], length: 0, error: 'invalid value for NODE_OPTIONS (unterminated string)\n' };
  }
  if (word !== null) words.push(word);
  const refused = words.find((one) => {
    const name = splitAtEquals(one)[0];
    const full = ALIASES[name] ?? name;
    return (
      one.startsWith('-') &&
      (NOT_IN_ENVIRONMENT.has(full) || parseNodeOptions([one]).error?.startsWith('bad'))
    );
  });
  if (refused !== undefined) {
    const name = splitAtEquals(refused)[0];
    return { options: [], length: 0, error: `${name} is not allowed in NODE_OPTIONS` };
  }
  return parseNodeOptions(words);
}

function splitAtEquals(word: string): [name: string, value: string | undefined] {
  const at = word.indexOf('=');
  return at === -1 || !word.startsWith('--') ? [word, undefined] : [word.slice(0, at), word.slice(at + 1)];
}

const ALIASES: Readonly<Record<string, string>> = {
  '-C': '--conditions',
  '-c': '--check',
  '-e': '--eval',
  '-ep': '--print',
  '-h': '--help',
  '-i': '--interactive',
  '-p': '--print',
  '-pe': '--print',
  '-r': '--require',
  '-v': '--version',
  '--experimental-strip-types': '--strip-types',
  '--loader': '--experimental-loader',
};

const list = (names: string): string[] => names.split(/\s+/).map((name) => `--${name}`);

/** Options that the variable `NODE_OPTIONS` may not hold. */
const NOT_IN_ENVIRONMENT: ReadonlySet<string> = new Set(
  list(
    `build-sea build-snapshot build-snapshot-config bench check completion-bash env-file env-file-if-exists eval
     experimental-config-file experimental-sea-config experimental-test-coverage experimental-test-module-mocks
     expose-internals help interactive print prof prof-process run security-revert test test-concurrency test-force-exit
     test-timeout test-update-snapshots v8-options version`,
  ),
);

const VALUED: ReadonlySet<string> = new Set(
  list(
    `allow-fs-read allow-fs-write conditions cpu-prof-dir cpu-prof-interval cpu-prof-name diagnostic-dir
     disable-proto disable-warning dns-result-order env-file env-file-if-exists eval experimental-config-file
     experimental-loader heap-prof-dir heap-prof-interval heap-prof-name heapsnapshot-near-heap-limit
     heapsnapshot-signal icu-data-dir import input-type inspect-port localstorage-file max-http-header-size
     max-old-space-size-percentage openssl-config redirect-warnings report-dir report-filename report-signal require run
     secure-heap secure-heap-min snapshot-blob stack-trace-limit test-concurrency test-coverage-branches
     test-coverage-exclude test-coverage-functions test-coverage-include test-coverage-lines test-global-setup
     test-isolation test-name-pattern test-random-seed test-reporter test-reporter-destination test-rerun-failures
     test-shard test-skip-pattern test-timeout title tls-cipher-list tls-keylog trace-event-categories
     trace-event-file-pattern trace-require-module unhandled-rejections use-largepages v8-pool-size watch-kill-signal
     watch-path`,
  ),
);

const SWITCHES: ReadonlySet<string> = new Set(
  list(
    `abort-on-uncaught-exception addons allow-addons allow-child-process allow-inspector allow-net allow-wasi
     allow-worker async-context-frame check cpu-prof deprecation disable-sigusr1 disable-wasm-trap-handler
     enable-etw-stack-walking enable-fips enable-source-maps entry-url experimental-abortcontroller
     experimental-detect-module experimental-eventsource experimental-fetch experimental-global-customevent
     experimental-global-navigator experimental-global-webcrypto experimental-import-meta-resolve
     experimental-json-modules experimental-modules experimental-network-inspection experimental-print-required-tla
     experimental-quic experimental-repl-await experimental-report experimental-require-module
     experimental-shadow-realm experimental-specifier-resolution experimental-sqlite experimental-test-coverage
     experimental-test-module-mocks experimental-test-snapshots experimental-top-level-await
     experimental-transform-types experimental-vm-modules experimental-wasm-modules experimental-websocket
     experimental-webstorage experimental-worker expose-gc expose-internals extra-info-on-fatal-exception
     force-async-hooks-checks force-context-aware force-fips force-node-api-uncaught-exceptions-policy frozen-intrinsics
     global-search-paths heap-prof help insecure-http-parser inspect inspect-brk inspect-wait interactive
     network-family-autoselection node-snapshot openssl-legacy-provider openssl-shared-config pending-deprecation
     permission permission-audit preserve-symlinks preserve-symlinks-main print prof report-compact report-on-fatalerror
     report-on-signal report-uncaught-exception require-module strip-types test test-force-exit test-only
     test-randomize test-update-snapshots throw-deprecation tls-max-v1.2 tls-max-v1.3 tls-min-v1.0 tls-min-v1.1
     tls-min-v1.2 tls-min-v1.3 trace-deprecation trace-env trace-env-js-stack trace-env-native-stack trace-exit
     trace-promises trace-sigint trace-sync-io trace-tls trace-uncaught trace-warnings track-heap-objects use-bundled-ca
     use-env-proxy use-openssl-ca use-system-ca v8-options verify-base-objects version warnings watch
     watch-preserve-output zero-fill-buffers`,
  ),
);

/** V8 has hundreds of options, which programs of the page can only have for show. */
const V8_OPTION =
  /^--(?:no-)?(?:harmony|jitless|max|min|stack-size|initial|semi|trace|allow-natives|perf|interpreted|turbo|maglev|sparkplug|use|optimize|always|stress|single-threaded|predictable|random-seed|gc|expose|disallow|lazy|log|print|wasm|huge|stack|concurrent|parallel|js-|debug)[\w-]*(?:=.*)?$/;
