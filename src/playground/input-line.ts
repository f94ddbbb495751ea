/** What the input line does with what the reader types. */
export interface InputLineOptions {
  /** The program's standard input when it was recorded, which the reader may send as it is. */
  readonly recorded: string | undefined;
  readonly onLine: (line: string) => void;
  readonly onEnd: () => void;
}

/** Makes the line in which a reader types to a program that reads its standard input. */
export function createInputLine({ recorded, onLine, onEnd }: InputLineOptions): HTMLFormElement {
  const form = document.createElement('form');
  form.className = 'pg-input';
  const label = document.createElement('label');
  const field = document.createElement('input');
  field.autocomplete = 'off';
  field.spellcheck = false;
  label.append('Input', field);
  const send = createButton('Send', 'submit');
  const end = createButton('End input', 'button');
  form.append(label, send, end);

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    onLine(field.value);
    field.value = '';
    field.focus();
  });
  end.addEventListener('click', onEnd);

  if (recorded !== undefined) {
    const all = createButton('Send the recorded input', 'button');
    all.addEventListener('click', () => {
      for (const line of recorded.replace(/\n$/, '').split('\n')) onLine(line);
      onEnd();
    });
    form.append(all);
  }
  return form;
}

/**
 * Whether a program reads its standard input, as far as its text tells. The API has no event for it, and an input line
 * under every program would promise what most do not keep.
 */
export function readsStandardInput(files: Readonly<Record<string, string>>): boolean {
  return Object.values(files).some((text) => READS_INPUT.test(text));
}

const READS_INPUT =
  /\b(?:process|sys)\.stdin\b|\/dev\/stdin|readFileSync\(0\b|(?<![.\w])(?:input|breakpoint)\(/;

function createButton(text: string, type: 'submit' | 'button'): HTMLButtonElement {
  const button = document.createElement('button');
  button.className = 'pg-quiet';
  button.type = type;
  button.textContent = text;
  return button;
}
