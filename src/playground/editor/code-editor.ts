import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from '@codemirror/language';
import { EditorState, Prec, type Extension } from '@codemirror/state';
import { EditorView, highlightActiveLineGutter, keymap, lineNumbers } from '@codemirror/view';
import { editorTheme, tokenStyle } from './editor-theme.ts';

/** How an editor is made. */
export interface CodeEditorOptions {
  /** The element that the editor is put into; it gets a shadow root. */
  readonly parent: HTMLElement;
  readonly path: string;
  readonly text: string;
  readonly onChange: (text: string) => void;
}

/** An editor of one file. */
export interface CodeEditor {
  readonly text: string;
  /** Replaces the text as one step that Ctrl+Z takes back. */
  setText(text: string): void;
  focus(): void;
  /** Puts the cursor at a point of the viewport. */
  placeCursor(point: { x: number; y: number }): void;
}

/**
 * Makes an editor where the static code was, of the same size to the pixel. It lives in a shadow root: there CodeMirror
 * adopts its style sheet instead of inserting a `<style>`, and the page's own rules cannot reach it.
 *
 * Tab is not bound, so it leaves the editor, as everywhere on a page; Ctrl+] and Ctrl+[ indent.
 */
export async function createCodeEditor(options: CodeEditorOptions): Promise<CodeEditor> {
  const { parent, path, text, onChange } = options;
  const language = await loadLanguage(path);
  const root = parent.attachShadow({ mode: 'open' });
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: text,
      extensions: [
        Prec.highest(keymap.of([{ key: 'Mod-Enter', run: () => true }])), // The playground runs the program.
        lineNumbers(),
        highlightActiveLineGutter(),
        history(),
        indentOnInput(),
        bracketMatching(),
        indentUnit.of(path.endsWith('.py') ? '    ' : '  '),
        language,
        syntaxHighlighting(tokenStyle),
        editorTheme,
        keymap.of([...defaultKeymap, ...historyKeymap]),
        EditorView.contentAttributes.of({ 'aria-label': `${path}, editable`, tabindex: '0' }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) onChange(update.state.doc.toString());
        }),
      ],
    }),
  });

  return {
    get text() {
      return view.state.doc.toString();
    },
    setText(next) {
      if (next === view.state.doc.toString()) return;
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: next } });
    },
    focus: () => view.focus(),
    placeCursor: (point) => view.dispatch({ selection: { anchor: view.posAtCoords(point, false) } }),
  };
}

async function loadLanguage(path: string): Promise<Extension> {
  if (path.endsWith('.py')) return (await import('@codemirror/lang-python')).python();
  if (/\.[cm]?js$/.test(path)) return (await import('@codemirror/lang-javascript')).javascript();
  return [];
}
