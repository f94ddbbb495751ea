import type { CodeEditor } from './editor/code-editor.ts';
import type { Files } from './kept-edits.ts';

/** The files of a playground: as the page came with them, or as an editor has them once the reader edits. */
export class SourceFiles {
  /** The files as the example has them. */
  readonly originals: Files;
  readonly #onChange: () => void;
  readonly #sections: ReadonlyMap<string, HTMLElement>;
  readonly #editors = new Map<string, CodeEditor>();
  readonly #loading = new Map<string, Promise<CodeEditor>>();

  /** `sections` are the elements that `Playground.astro` renders for each file; `onChange` hears of every edit. */
  constructor(sections: readonly HTMLElement[], onChange: () => void) {
    this.#sections = new Map(sections.map((section) => [section.dataset['path'] ?? '', section]));
    this.#onChange = onChange;
    this.originals = Object.fromEntries(
      Array.from(this.#sections, ([path, section]) => [
        path,
        fileText(section.querySelector('code')?.textContent ?? ''),
      ]),
    );
  }

  /** The files as they are now. */
  get current(): Files {
    return Object.fromEntries(
      Object.entries(this.originals).map(([path, text]) => {
        const editor = this.#editors.get(path);
        return [path, editor ? fileText(editor.text) : text];
      }),
    );
  }

  /** Replaces the files' texts; a file that differs from what is shown gets an editor if it has none. */
  async replace(files: Files): Promise<void> {
    const { current } = this;
    for (const [path, text] of Object.entries(files)) {
      if (current[path] !== undefined && current[path] !== text)
        (await this.#editorOf(path)).setText(shownText(text));
    }
  }

  /**
   * Turns a file's code into an editor and takes the reader there. The cursor goes to `point` of the viewport, where
   * the reader clicked.
   */
  async edit(path: string, point?: { x: number; y: number }): Promise<void> {
    const focusBefore = document.activeElement;
    const editor = await this.#editorOf(path);
    if (document.activeElement !== focusBefore && document.activeElement !== document.body) return;
    editor.focus();
    if (point) editor.placeCursor(point);
  }

  #editorOf(path: string): Promise<CodeEditor> {
    const loading = this.#loading.get(path) ?? this.#createEditor(path);
    this.#loading.set(path, loading);
    loading.catch(() => this.#loading.delete(path)); // A network that failed once may be back.
    return loading;
  }

  async #createEditor(path: string): Promise<CodeEditor> {
    const section = this.#sections.get(path);
    const code = section?.querySelector<HTMLElement>('.pg-code');
    if (!section || !code) throw new Error(`Cannot edit "${path}": the playground has no such file.`);

    const { createCodeEditor } = await import('./editor/code-editor.ts');
    const parent = document.createElement('div');
    parent.className = 'pg-editor';
    const editor = await createCodeEditor({
      parent,
      path,
      text: shownText(this.originals[path] ?? ''),
      onChange: this.#onChange,
    });
    code.replaceWith(parent);
    this.#editors.set(path, editor);
    return editor;
  }
}

/** The page shows a file without its last line's end, which would look like one more, empty line. */
function shownText(text: string): string {
  return text.replace(/\n$/, '');
}

function fileText(shown: string): string {
  return `${shown}\n`;
}
