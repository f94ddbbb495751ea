const root = document.documentElement;

/** Keeps the reader's colour scheme: `auto` follows the system and is what an absent choice means. */
export function connectThemeSelect(): void {
  const select = document.querySelector<HTMLSelectElement>('#theme');
  if (select === null) return;
  select.value = root.dataset['theme'] ?? 'auto';
  colorBrowser();
  select.addEventListener('change', () => {
    if (select.value === 'auto') delete root.dataset['theme'];
    else root.dataset['theme'] = select.value;
    colorBrowser();
    remember();
  });
}

/** The browser's own bars take the colour of the `theme-color` that applies; a choice makes one of the two apply. */
function colorBrowser(): void {
  const theme = root.dataset['theme'];
  for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]')) {
    const scheme = meta.dataset['scheme'] ?? '';
    if (theme === undefined) meta.media = `(prefers-color-scheme: ${scheme})`;
    else meta.media = theme === scheme ? 'all' : 'not all';
  }
}

/** Readers who block storage keep their choice until they leave the page. */
function remember(): void {
  const theme = root.dataset['theme'];
  try {
    if (theme === undefined) localStorage.removeItem('theme');
    else localStorage.setItem('theme', theme);
  } catch {
    // Nothing to do: the choice is applied already.
  }
}
