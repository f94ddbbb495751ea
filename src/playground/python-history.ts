const KEY = 'interleave:python';

/**
 * Which build of the embedded host the site serves, put in by `build/embedded-host.ts`; empty where it may change under
 * the page, in development.
 */
declare const HOST_BUILD: string;

/** Whether this browser has run Python on the host that the site serves today, so that its cache may hold what that took. */
export function hasRunPython(): boolean {
  try {
    return HOST_BUILD !== '' && localStorage.getItem(KEY) === HOST_BUILD;
  } catch {
    return false;
  }
}

/** Remembers that Python has run. */
export function rememberPython(): void {
  try {
    localStorage.setItem(KEY, HOST_BUILD);
  } catch {
    // Where the browser keeps nothing, a next visit is as the first.
  }
}
