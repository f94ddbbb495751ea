import { site, type HostName } from '#site';

const KEY = 'interleave:host';
const chosen = new EventTarget();
let choice: HostName | undefined;

/** The host that the reader chose, or the site's own choice. It holds for all playgrounds and is remembered. */
export function chosenHost(): HostName {
  choice ??= remembered();
  return choice;
}

/** Chooses the host of all playgrounds from the next run on. */
export function chooseHost(name: HostName): void {
  choice = name;
  try {
    localStorage.setItem(KEY, name);
  } catch {
    // Where the browser keeps nothing, the choice lives as long as the page.
  }
  chosen.dispatchEvent(new Event('change'));
}

/** Calls back when the choice changes, in whichever playground of the page. */
export function onHostChosen(listener: () => void): void {
  chosen.addEventListener('change', listener);
}

function remembered(): HostName {
  try {
    const name = localStorage.getItem(KEY);
    return name === 'embedded' || name === 'stackblitz' ? name : site.host;
  } catch {
    return site.host;
  }
}
