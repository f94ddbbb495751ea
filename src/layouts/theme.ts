/** Keeps the reader's colour scheme: `auto` follows the system and is what an absent choice means. */
export function connectThemeSelect(): void {
  const select = document.querySelector<HTMLSelectElement>('#theme');
  if (select === null) return;
  const root = document.documentElement;
  select.value = root.dataset['theme'] ?? 'auto';
  select.addEventListener('change', () => {
    if (select.value === 'auto') delete root.dataset['theme'];
    else root.dataset['theme'] = select.value;
    remember(root.dataset['theme']);
  });
}

/** Readers who block storage keep their choice until they leave the page. */
function remember(theme: string | undefined): void {
  try {
    if (theme === undefined) localStorage.removeItem('theme');
    else localStorage.setItem('theme', theme);
  } catch {
    // Nothing to do: the choice is applied already.
  }
}
