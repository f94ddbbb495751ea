/** Something that a program sees on the embedded host and would not see on real Node or CPython. */
export interface Difference {
  id: string;
  /** Whose programs see it; absent: Node's. */
  runtime?: DifferenceRuntime;
  /** Where the site's page lists it; absent: under the rest. */
  area?: DifferenceArea;
  /** What differs, as a sentence; inline Markdown. */
  title: string;
  /** Why it cannot be otherwise, or is not yet; inline Markdown. */
  reason: string;
  /** The contract programs and examples that skip because of it. */
  where?: string[];
}

/** The interpreter whose programs see a difference. */
export type DifferenceRuntime = 'node' | 'python' | 'both';

/** What a difference is about. */
export type DifferenceArea = 'threads' | 'processes' | 'programs' | 'modules';

/** The one list of differences: the contract tests skip by it, and the page "Differences" prints it. */
export const differences: Difference[] = [
  {
    id: 'no-network',
    runtime: 'both',
    area: 'modules',
    title: 'Programs have no network.',
    reason:
      'They run in a sandboxed frame that may not reach out, so that code from a shared link cannot either.',
  },
  {
    id: 'no-typescript',
    area: 'programs',
    title: 'TypeScript files do not run.',
    reason: 'Node strips the types with a compiler of its own, which would double what the page has to load.',
  },
  {
    id: 'small-shell',
    runtime: 'both',
    area: 'processes',
    title:
      '`sh` has no `trap`, aliases, `fg` and `bg`, and of the tools of a system the common ones with their common options; an option or a command that is missing says so.',
    reason: 'It is a small shell for the commands of `exec()`, not a place to work in.',
  },
  {
    id: 'node-options',
    area: 'programs',
    title:
      '`node` has no interactive mode, no `--test` and no `--watch`; options of V8, `--conditions`, and those of what the host lacks are taken and change nothing.',
    reason:
      'The options that act are those of text and modules to run first (`-e`, `-p`, `--check`, `--require`, `--import`, `--input-type`, `--env-file`), of warnings, rejections and stacks.',
  },
  {
    id: 'superuser',
    runtime: 'both',
    area: 'processes',
    title: 'Files belong to `root`, and so do programs: a mode such as `000` refuses nobody.',
    reason: 'The host has one user, as a container has.',
  },
  {
    id: 'frozen-namespaces',
    area: 'programs',
    title: 'The property descriptors of a module namespace say `writable: false`, or have a getter.',
    reason: 'The language has no other way to make an object whose properties only their module can change.',
  },
  {
    id: 'no-native-addons',
    area: 'programs',
    title: 'Native addons do not load.',
    reason: 'A browser runs JavaScript and WebAssembly, not machine code for an operating system.',
  },
  {
    id: 'hidden-state',
    area: 'programs',
    title:
      '`console.log` shows every promise as pending. An iterator over pairs is shown as one over entries, and one that has been shown sees no later change of its `Map` or `Set`.',
    reason:
      'Only the engine knows whether a promise is settled and what is left in an iterator, and a page cannot ask it.',
    where: ['32-hidden-state'],
  },
  {
    id: 'call-sites',
    area: 'programs',
    title:
      'A program’s own `Error.prepareStackTrace` is given the browser’s call sites: they name what the host has made of a file, and the host’s own functions. `util.getCallSites()` throws.',
    reason:
      'The browser knows the program’s files as text that the host gave it; only stacks that the host itself writes are put back into the terms of the files.',
  },
  {
    id: 'words-of-the-web',
    area: 'modules',
    title:
      'What `Blob`, `Event`, `Headers` and other classes of the web refuse, they refuse in the browser’s words and without a `code`.',
    reason:
      'They are the browser’s own; only those that programs of this site are likely to meet, such as `URL`, `EventTarget` and `TextDecoder`, are worded as Node’s.',
  },
  {
    id: 'memory-figures',
    area: 'processes',
    title: '`process.memoryUsage()` is a lower bound: the memory that the host itself has given the thread.',
    reason: 'Browsers do not tell a Worker how large its heap is.',
  },
  {
    id: 'processor-time',
    area: 'processes',
    title: '`process.cpuUsage()` counts the time since the start.',
    reason: 'Browsers do not tell a Worker how long it has run on a processor.',
  },
  {
    id: 'machine-figures',
    area: 'processes',
    title:
      '`os.cpus()` knows how many processors there are and nothing else of them, `os.loadavg()` is zeros, and `os.totalmem()` is rounded.',
    reason: 'Browsers hide what machine they run on.',
  },
  {
    id: 'thrown-values',
    area: 'programs',
    title:
      'An uncaught error is printed with the line that made it, not with the one that threw it later; a value that is no `Error`, without a line.',
    reason: 'Only an error object remembers a place, that where it was made.',
  },
  {
    id: 'imported-names',
    area: 'programs',
    title:
      'The `message` of a `TypeError` about what another module of the program exports says `$$1.add is not a function` until the error is printed or its `stack` read; then it says `add`.',
    reason:
      'Imports of the program’s own modules are properties in what the browser compiles, so that they are live; the engine quotes that text, and asks the host only for stacks.',
  },
  {
    id: 'lines-of-node',
    area: 'programs',
    title:
      'An uncaught error that one of Node’s own functions threw is printed with the line of the program that called it.',
    reason:
      'Node prints the line of its own source, which this host does not have; the program’s line helps more.',
  },
  {
    id: 'stopped-processes',
    runtime: 'both',
    area: 'processes',
    title: '`SIGSTOP` and `SIGTSTP` do nothing.',
    reason: 'A Worker can be ended, but not paused.',
  },
  {
    id: 'no-debugger',
    area: 'processes',
    title: '`SIGUSR1` and `--inspect` start no debugger, and say nothing.',
    reason: 'The browser keeps its debugger to itself: its own developer tools see the program.',
  },
  {
    id: 'worker-limits',
    area: 'threads',
    title: 'The `resourceLimits` of a `Worker` are told and not enforced.',
    reason: 'A browser gives every Worker the same limits, and lets nobody change them.',
  },
  {
    id: 'worker-measures',
    area: 'threads',
    title: '`worker.cpuUsage()`, `worker.getHeapStatistics()`, heap snapshots and profiles throw.',
    reason: 'A browser does not tell one Worker how another is doing.',
  },
  {
    id: 'ports-and-contexts',
    area: 'threads',
    title: '`moveMessagePortToContext()` is missing.',
    reason: 'A thread has one realm, and so no context to move a port to.',
  },
  {
    id: 'synchronous-shared-memory',
    area: 'threads',
    title: '`receiveMessageOnPort()` throws for a message that holds a `SharedArrayBuffer`.',
    reason: 'The waiting thread gets the message as bytes, and shared memory cannot be copied.',
  },
  {
    id: 'sent-handles',
    area: 'processes',
    title: 'A server does not count the connections that were sent to other processes.',
    reason:
      '`server.getConnections()` and `server.close()` would have to ask every process that has one; workers of a `cluster` count their own.',
  },
  {
    id: 'process-identity',
    area: 'processes',
    title: 'A child cannot have another `uid` or `gid`, and a `detached` one ends with the program.',
    reason: 'The host has one user and no terminal sessions; children outlive their parents anyway.',
  },
  {
    id: 'orphans',
    runtime: 'both',
    title: 'What a program has started and left running ends a second after it.',
    reason: 'Nobody could stop it later: the page shows one program at a time, and has no terminal.',
  },
  {
    id: 'limits',
    runtime: 'both',
    title:
      'There may be 48 processes and 64 threads at once, and 256 MB of files; beyond that, programs get `EAGAIN` and `ENOSPC`.',
    reason: 'They share the memory of the page with everything else in the browser.',
  },
  {
    id: 'posting-waits',
    title: '`postMessage()` waits while 100,000 messages wait at the other end.',
    reason: 'In Node they would fill the memory until the process dies; here it would be the browser’s.',
  },
  {
    id: 'end-of-computing-threads',
    area: 'threads',
    title:
      'In Chromium, a thread that is ended in recursion, or in a loop that only computes and has an end of its own, takes a processor for two seconds more.',
    reason:
      'The browser waits that long before it breaks in. Other loops look by themselves whether their thread has ended; in these, the look would take as long as the work.',
  },
  {
    id: 'absent-modules',
    area: 'modules',
    title:
      'Importing `dns`, `tls`, `http2`, `inspector` and a few others throws `ERR_FEATURE_UNAVAILABLE_ON_PLATFORM`; `https` can be imported, and throws it when something would listen or connect.',
    reason:
      'A module of which nothing can work here says so when it is imported, instead of failing later or doing nothing. Functions that are missing, such as ciphers in `crypto`, throw the same error when they are called.',
  },
  {
    id: 'async-hooks',
    area: 'modules',
    title:
      '`async_hooks.createHook()` tells of timers, immediates, ticks, files, ports, workers and `AsyncResource`, but not of promises, child processes and streams; after an `await`, `executionAsyncId()` is that of whatever runs.',
    reason: 'A browser does not tell of its promises; `AsyncLocalStorage` is what programs use instead.',
  },
  {
    id: 'async-context-after-await',
    area: 'threads',
    title:
      'In code from `eval`, `new Function` or `vm`, after `await using` and `yield*`, in the `finally` of an async generator that is ended early, in the `then` of an object that is awaited, and in listeners for `unhandledRejection`, `AsyncLocalStorage` may hold the value of another.',
    reason:
      'A browser does not tell when a function goes on after it has waited. The host sees to it in the text of the program’s files, at each `await` that stands there.',
  },
  {
    id: 'files-beside-the-pool',
    area: 'threads',
    title: 'Reading a file does not wait for the four hidden threads that `crypto` computes on.',
    reason:
      'Files belong to the kernel of the host, which answers at once; only long computations go to the pool.',
  },
  {
    id: 'compression',
    area: 'modules',
    title:
      '`zlib` has no brotli, zstd and zip archives, no `params()`, and computes on the thread that calls it, a chunk per turn.',
    reason: 'No small library compresses the other formats, and the state of a stream is in its thread.',
  },
  {
    id: 'event-loop-figures',
    area: 'threads',
    title: '`performance.eventLoopUtilization()` is all zeros.',
    reason: 'A browser does not tell how long a thread had nothing to do.',
  },
  {
    id: 'contexts-and-heap',
    area: 'modules',
    title:
      'A context of `vm` shares the built-in objects (`Array`, `Promise`) with the program, forgets `let`, `const` and strict variables after the script, and cannot be given a `timeout`; `v8.serialize()` and heap snapshots throw.',
    reason: 'A Worker has one realm, and a page has no way into its engine.',
  },
  {
    id: 'test-runner',
    area: 'modules',
    title:
      '`node:test` runs one test after the other and prints as the reporter “spec” does; `node --test`, other reporters, snapshots, `run()` and `mock.module()` are missing.',
    reason: 'A program of the page is a few files, of which one can hold the tests.',
  },
  {
    id: 'no-line-editing',
    area: 'modules',
    title:
      '`readline` has no history and does not move in the line, which a terminal edits as in cooked mode.',
    reason: 'A playground sends whole lines: it has an input field, not a terminal in raw mode.',
  },
  {
    id: 'python-version',
    runtime: 'python',
    area: 'programs',
    title:
      'Python is version 3.14 for WebAssembly: `sys.platform` is `emscripten`, and `sys.maxsize` is that of a 32-bit machine.',
    reason: 'That is the build of CPython that browsers can run.',
  },
  {
    id: 'python-interactive',
    runtime: 'python',
    area: 'programs',
    title:
      'The interactive interpreter is the basic one, without colours and history; its tracebacks do not show what was typed. A terminal edits the line as in cooked mode: Backspace, Ctrl+W and Ctrl+U.',
    reason: 'The other one wants a terminal whose modes `termios` can change.',
  },
  {
    id: 'python-hash-seed',
    runtime: 'python',
    area: 'programs',
    title:
      'Hash randomisation is off, so that a set of strings has the same order in each run; `PYTHONHASHSEED` changes nothing.',
    reason: 'Interpreters start from one snapshot of memory, which holds the hashes of all its strings.',
  },
  {
    id: 'python-permanent-objects',
    runtime: 'python',
    area: 'modules',
    title:
      '`gc.get_objects()` and `gc.get_referrers()` pass over the objects of modules that were there before the program, and `gc.get_freeze_count()` counts them.',
    reason:
      'They are in the permanent generation (`gc.freeze()`), so that a program does not wait at its end until they have been searched.',
  },
  {
    id: 'python-options-of-c',
    runtime: 'python',
    area: 'programs',
    title:
      '`-b`, `-d`, `-v`, `-X importtime`, `-X faulthandler`, `-X warn_default_encoding` and `-X no_debug_ranges` are shown in `sys.flags` and `sys._xoptions`, and change nothing else.',
    reason: 'The interpreter obeys them when it is made, which was before the program was known.',
  },
  {
    id: 'python-faulthandler',
    runtime: 'python',
    area: 'modules',
    title:
      '`faulthandler.dump_traceback_later()` and `register()` print once the thread that computes gives way, so not while C code runs; `register()` sets a handler that `signal.getsignal()` shows. What `enable()` is for does not happen: there are no faults of a machine.',
    reason:
      'CPython prints from signal handlers and threads of an operating system, which there are none of here; a green thread and a handler in Python do it.',
  },
  {
    id: 'python-host-frames',
    runtime: 'python',
    area: 'programs',
    title:
      '`inspect.stack()` and `f_back` of the program’s first frame lead on to six frames of the host, so that recursion ends six levels earlier than on a desktop. Tracebacks leave them out.',
    reason: 'What CPython’s `main` does in C before a program, the host does in Python.',
  },
  {
    id: 'python-error-texts',
    runtime: 'python',
    area: 'programs',
    title:
      'A few errors of the system have another text: “No child process”, “Resource busy”, “Name does not resolve”. Numbers and classes are Linux’s.',
    reason: 'The texts are those of musl, the C library that CPython for WebAssembly is built with.',
  },
  {
    id: 'python-packages',
    runtime: 'python',
    area: 'modules',
    title:
      'There is the standard library, and no `pip`. Of the library, `tkinter`, `turtle`, `curses`, `readline`, `dbm` (and so `shelve`), `pwd`, `grp`, `syslog` and `venv` are missing; `ssl` encrypts nothing; `asyncio ps` and `pdb -p` reach no process.',
    reason:
      'Programs have no network to fetch packages from, and this build of CPython leaves out what needs a system that browsers are not.',
  },
  {
    id: 'python-time-zones',
    runtime: 'python',
    area: 'modules',
    title:
      'The time zone is the browser’s, under a name such as `+01`; `TZ` changes nothing, `time.tzset()` is missing, and `zoneinfo` knows no zones.',
    reason:
      'Zones are files of an operating system. A browser tells what time it is in its own, and not its name.',
  },
  {
    id: 'python-threads-share-a-core',
    runtime: 'python',
    area: 'threads',
    title:
      'C code such as that of `zlib` and `hashlib` does not run beside the Python code of another thread.',
    reason:
      'All threads of a process run in one Worker and take turns. CPython lets go of the GIL for such code.',
  },
  {
    id: 'python-thread-native-id',
    runtime: 'python',
    area: 'threads',
    title:
      '`threading.get_native_id()` is made of the number of the process, and `threading.stack_size()` changes nothing.',
    reason:
      'The operating system knows one thread per process here: the browser’s, in which all of Python’s take turns.',
  },
  {
    id: 'python-recursion-through-c',
    runtime: 'python',
    area: 'threads',
    title:
      'Recursion through C raises `RecursionError` after some hundred levels; `json`, `compile`, `xml`, `isinstance` and `hash` on tens of thousands of levels end the process.',
    reason:
      'The stack that browsers give to WebAssembly is an eighth of a native one, and CPython measures only a part of it.',
  },
  {
    id: 'python-memory',
    runtime: 'python',
    area: 'processes',
    title: 'A Python process has 1 GiB of memory; one that takes more gets `MemoryError`.',
    reason: 'A few processes without a limit would end the browser’s tab, and everything else in it.',
  },
  {
    id: 'python-fork',
    runtime: 'python',
    area: 'processes',
    title:
      '`os.fork()` is missing, and `multiprocessing` knows only the start method `spawn`; `fork` and `forkserver` raise `ValueError`, as on Windows.',
    reason: 'A browser cannot copy a running Worker.',
  },
  {
    id: 'python-shared-bytes',
    runtime: 'python',
    area: 'processes',
    title:
      'What a process writes into a `SharedMemory` block reaches the others when it next uses a lock, a queue, a pipe or another system call, and some milliseconds later otherwise. `Value` and `Array` are shared at each access, as on a desktop.',
    reason:
      'Every interpreter has a memory of its own. The host keeps the copies of shared memory the same, which is as good as one memory wherever a program synchronises.',
  },
  {
    id: 'python-resource-tracker',
    runtime: 'python',
    area: 'processes',
    title:
      'Semaphores and blocks of shared memory that a program leaves behind are removed when its last process has ended, without the warnings of `resource_tracker`.',
    reason: 'CPython has a process of its own for that, which would cost another interpreter.',
  },
  {
    id: 'python-large-writes',
    runtime: 'python',
    area: 'processes',
    title:
      'A pipe that is not full takes over all of one write, however large, so that a single write of megabytes neither waits for its reader nor fails when the reader goes; the next one does.',
    reason:
      'A thread that waits leaves its system call and makes it again later, which it can do with a whole write only.',
  },
  {
    id: 'python-users-and-preexec',
    runtime: 'python',
    area: 'processes',
    title:
      '`preexec_fn` of `subprocess` raises `ValueError`, another `user` or `group` raises `PermissionError`, and a session of its own does not save a process from Stop.',
    reason:
      '`preexec_fn` would run between `fork` and `exec`; the host has one user, and Stop ends all that a program has started.',
  },
  {
    id: 'python-interpreters',
    runtime: 'python',
    area: 'threads',
    title: '`concurrent.interpreters` and `InterpreterPoolExecutor` cannot be imported.',
    reason: 'The build of CPython for WebAssembly leaves out the module that makes interpreters.',
  },
  {
    id: 'sockets',
    runtime: 'both',
    area: 'modules',
    title:
      'Sockets are streams between the threads and processes of the page, by a path or by a port of `localhost`; there are no datagrams, no IPv6 and no TLS, and options such as `setNoDelay` have no effect. No page can open a server’s address, so the container’s `server-ready` never comes.',
    reason: 'They stand for pipes of the host: there is no network behind them.',
  },
  {
    id: 'python-signals',
    runtime: 'python',
    area: 'processes',
    title:
      '`setitimer` knows only `ITIMER_REAL`, `siginterrupt` changes nothing, `sigwaitinfo` does not tell who sent a signal, and a new process blocks no signal, whatever its parent blocks.',
    reason:
      'No timer runs on the time that threads have computed, a system call that a signal interrupts is always made again, and the kernel keeps of a signal that it came.',
  },
  {
    id: 'python-processor-time',
    runtime: 'python',
    area: 'modules',
    title:
      '`time.process_time()`, `time.thread_time()` and `resource.getrusage()` count for as long as threads have the interpreter, even while the browser lets its Worker wait for a processor; of children and of all else they tell 0. `resource.setrlimit()` changes nothing, and says so; `os.getloadavg()` is missing.',
    reason: 'Browsers do not tell what a Worker has used, nor how busy the machine is, and set no limits.',
  },
  {
    id: 'python-openssl',
    runtime: 'python',
    area: 'modules',
    title:
      '`hashlib` has the algorithms that are always there, and no `scrypt`; `pbkdf2_hmac()` takes some fifty times as long, and gives way to other threads between its steps.',
    reason:
      'The rest is OpenSSL’s, which this build of CPython leaves out; the function here is written in Python.',
  },
  {
    id: 'python-system-calls',
    runtime: 'python',
    area: 'processes',
    title:
      '`os.fork`, `os.mkfifo` and `os.pidfd_open` are missing; a new program cannot be given a scheduler, nor `os.posix_spawn` a mask of signals; locks of files that wait for each other go unnoticed. After `os.exec…` the new program has a pid of its own, and `os.putenv()` is not for the programs that `subprocess` starts.',
    reason:
      '`fork` would have to copy a running interpreter, which no browser can; the others the host lacks. A program that becomes another waits for it, and hands its signals on.',
  },
];
