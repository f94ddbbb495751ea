/** How Emscripten's script for one program begins and ends. */
const SCRIPT = /^async function (\w+)([^]*\})\s*export default \1;\s*$/;

/**
 * Puts parentheses around the only function of a script of Emscripten's, from which JavaScript engines guess that it is
 * called at once: they parse its megabyte once, and not a first time only to find its end.
 *
 * @throws {Error} if the script is made otherwise
 * @see https://v8.dev/blog/preparser#pife
 */
export function withEagerFunction(script: Uint8Array): Uint8Array {
  const match = SCRIPT.exec(new TextDecoder().decode(script));
  if (!match) throw new Error("Emscripten's script is no longer one exported function.");
  return new TextEncoder().encode(`export default (async function ${match[1]}${match[2]});\n`);
}
