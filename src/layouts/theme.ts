/** Keeps the reader's colour scheme: `auto` follows the system and is what an absent choice means. */
export function connectThemeSelect(): void {
  const select = document.querySelector<HTMLSelectElement>('#theme');
  if (select === null) return;
  const root = document.documentElement;
  select.value = root.dataset['theme'] ?? 'auto';
  select.addEventListener('change', () => {
    if (select.value === 'auto') {
      delete root.dataset['theme'];
      localStorage.removeItem('theme');
    } else {
      root.dataset['theme'] = select.value;
      localStorage.setItem('theme', select.value);
    }
  });
}
