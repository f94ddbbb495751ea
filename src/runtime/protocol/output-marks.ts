/**
 * How stdout and stderr stay apart on a wire that merges them.
 *
 * `@webcontainer/api` hands its user one `output` stream for a process, with stdout and stderr merged. A host that
 * knows these marks wraps every chunk of stderr in them, and only when the environment of the spawned process asks.
 * The marks are operating system commands (OSC) with a private number, which a terminal that does not know them drops.
 *
 * @see https://invisible-island.net/xterm/ctlseqs/ctlseqs.html#h3-Operating-System-Commands
 */

/**
 * Set to `1` in the environment of a spawned process, it asks the host to mark stderr, and how an interpreter loads. The host
 * takes it out of the environment before the program starts, so a reader's program never sees it.
 */
export const MARK_STDERR_VARIABLE = 'INTERLEAVE_MARK_STDERR';

/** Everything after this mark was written to stderr. */
export const STDERR_BEGINS = '\x1b]7170;e\x07';

/** Everything after this mark was written to stdout again. */
export const STDERR_ENDS = '\x1b]7170;o\x07';

/**
 * Written alone to a process's `input`, it closes stdin, as Ctrl+D does at the start of a line on a terminal
 * (`input` of `@webcontainer/api` has no close of its own).
 */
export const END_OF_INPUT = '\x04';

/**
 * Written alone to a process's `input`, it sends SIGINT to the process and its descendants, as Ctrl+C does on a terminal
 * (`kill()` of `@webcontainer/api` knows no signal).
 */
export const INTERRUPT = '\x03';

/** The program's interpreter has loaded and starts the program. */
export const PROGRAM_STARTS = '\x1b]7170;s\x07';

/** The mark that says how much of a program's interpreter has arrived, and of how much. */
export function loadingMark(loadedBytes: number, totalBytes: number): string {
  return `\x1b]7170;l;${loadedBytes};${totalBytes}\x07`;
}
