/**
 * A button whose deed can be taken back by the same button: it reads "Reset", then "Undo reset". The reader's focus
 * and pointer are already there, and nothing moves.
 */
export class UndoButton {
  readonly #button: HTMLButtonElement;
  readonly #label: string;
  #undo: (() => void) | undefined;

  /** `act` does the deed and returns how to take it back. */
  constructor(button: HTMLButtonElement, act: () => () => void) {
    this.#button = button;
    this.#label = button.textContent.trim();
    button.addEventListener('click', () => {
      const undo = this.#undo;
      this.forget();
      if (undo) undo();
      else this.#offer(act());
    });
  }

  /** Whether the button offers to take its deed back. */
  get offersUndo(): boolean {
    return this.#undo !== undefined;
  }

  /** Goes back to its first reading: what could be taken back has been overtaken. */
  forget(): void {
    this.#undo = undefined;
    this.#button.textContent = this.#label;
  }

  #offer(undo: () => void): void {
    this.#undo = undo;
    this.#button.textContent = `Undo ${this.#label.toLowerCase()}`;
  }
}
