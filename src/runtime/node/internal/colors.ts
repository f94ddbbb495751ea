/** Whether text for a stream may be coloured: only on a terminal, and never against the reader's `NO_COLOR`. */
export function shouldColorize(stream: unknown): boolean {
  const { isTTY, getColorDepth } = (stream ?? {}) as { isTTY?: boolean; getColorDepth?: () => number };
  const { env } = (globalThis as { process?: { env?: Record<string, string | undefined> } }).process ?? {};
  if (env?.['FORCE_COLOR'] !== undefined) return env['FORCE_COLOR'] !== '0';
  if (!isTTY) return false;
  return typeof getColorDepth === 'function' ? getColorDepth.call(stream) > 2 : true;
}
