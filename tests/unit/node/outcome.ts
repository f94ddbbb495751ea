/** What calling `run` gives: its value, or the class, code and message of its error, to be compared with another's. */
export function outcome(run: () => unknown): unknown {
  try {
    return { value: run() };
  } catch (error) {
    return describeError(error);
  }
}

/** The same of a promise. */
export async function promised(run: () => unknown): Promise<unknown> {
  try {
    return { value: await run() };
  } catch (error) {
    return describeError(error);
  }
}

function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return { thrown: error };
  const { name, code, message } = error as Error & { code?: unknown };
  return { name, code, message };
}
