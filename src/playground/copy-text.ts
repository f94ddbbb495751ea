/** Copies text for a reader who pressed a button, and says so on the button for a moment. */
export async function copyText(button: HTMLElement, text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = 'Copied';
  } catch {
    button.textContent = 'The browser forbids it'; // Without permission, or on a page without HTTPS.
  }
  setTimeout(() => (button.textContent = 'Copy'), 1500);
}
