import { copyText } from '../copy-text.ts';
import { UndoButton } from '../undo-button.ts';
import { OutputModel } from './output-model.ts';
import { OutputView, type OutputPiece } from './output-view.ts';

/** The part of a playground that appears with the first run: output, remarks on it, and where the reader types. */
export class OutputPanel {
  readonly #element = document.createElement('section');
  readonly #view = new OutputView();
  readonly #remarks = document.createElement('div');
  readonly #input = document.createElement('div');
  readonly #clear: UndoButton;
  readonly #previous: HTMLElement;

  /** The panel appears right after an element when it first has something to show. */
  constructor(previous: HTMLElement) {
    this.#previous = previous;
    this.#element.className = 'pg-result';
    const head = document.createElement('div');
    head.className = 'pg-bar';
    head.innerHTML =
      '<p class="pg-label">Output</p><span class="pg-legend">seconds since the start</span>' +
      '<button type="button" class="pg-quiet">Copy</button><button type="button" class="pg-quiet">Clear</button>';
    const [copy, clear] = head.querySelectorAll('button') as unknown as [
      HTMLButtonElement,
      HTMLButtonElement,
    ];
    copy.ariaLabel = 'Copy output';
    copy.addEventListener('click', () => void copyText(copy, this.#view.model.text));
    this.#clear = new UndoButton(clear, () => this.#clearOutput());
    this.#remarks.className = 'pg-remarks';
    this.#remarks.ariaLive = 'polite';
    this.#element.append(head, this.#view.element, this.#input, this.#remarks);
  }

  /** What the program printed, or `undefined` when some of it was cut or cleared away. */
  get wholeOutput(): string | undefined {
    return this.#clear.offersUndo ? undefined : this.#view.model.wholeOutput;
  }

  /** Makes room for a new run's output. */
  start(): void {
    this.#clear.forget();
    this.#view.holdHeight();
    this.#view.show(new OutputModel());
    if (!this.#element.isConnected) this.#previous.after(this.#element);
  }

  /** The run is over: the output takes the room it needs. */
  settle(): void {
    this.#view.flush();
    this.#view.releaseHeight();
    this.showInput(undefined);
  }

  /** Takes back what was said about an earlier run. */
  clearRemarks(): void {
    this.#remarks.replaceChildren();
  }

  /** Shows output that arrived so many milliseconds after the start. Output after a Clear starts afresh. */
  append(pieces: readonly OutputPiece[], atMs: number): void {
    this.#view.append(pieces, atMs);
  }

  /** Says something about the run, below its output. */
  remark(text: string, action?: RemarkAction): void {
    if (!this.#element.isConnected) this.#previous.after(this.#element);
    this.#remarks.append(createRemark(text, action));
  }

  /** Shows where the reader types, or takes it away; a focus that was there goes to the output. */
  showInput(line: HTMLElement | undefined): void {
    if (this.#input.contains(document.activeElement)) this.#view.focus();
    this.#input.replaceChildren(...(line ? [line] : []));
  }

  #clearOutput(): () => void {
    const cleared = this.#view.model;
    this.#view.show(new OutputModel());
    return () => {
      cleared.continueWith(this.#view.model);
      this.#view.show(cleared);
    };
  }
}

/** What a reader can do about a remark, on a button beside it. */
export interface RemarkAction {
  readonly label: string;
  readonly act: () => void;
}

/** Makes a paragraph that says something, with a button if something can be done about it. */
export function createRemark(text: string, action?: RemarkAction): HTMLElement {
  const paragraph = document.createElement('p');
  paragraph.textContent = text;
  if (!action) return paragraph;
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'pg-quiet pg-action';
  button.textContent = action.label;
  button.addEventListener('click', () => action.act());
  paragraph.append(' ', button);
  return paragraph;
}
