import { HighlightStyle } from '@codemirror/language';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

/** The editor in the site's role tokens, with the measures of the static code that it replaces (playground.css). */
export const editorTheme = EditorView.theme({
  // A stacking context of its own, so that the ring of playground.css is above the line numbers.
  '&': {
    isolation: 'isolate',
    color: 'var(--code-text)',
    background: 'var(--code-background)',
    fontSize: 'var(--size-code)',
  },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': {
    fontFamily: 'var(--font-code)',
    lineHeight: 'var(--pg-line-height)',
    fontVariantLigatures: 'none',
  },
  '.cm-content': { padding: 'var(--pg-code-padding) 0', caretColor: 'var(--text)' },
  '.cm-line': { padding: '0 var(--pg-code-padding) 0 var(--pg-line-start)' },
  '.cm-gutters': {
    display: 'var(--pg-numbers)',
    border: '0',
    background: 'var(--code-background)',
    color: 'var(--text-faint)',
  },
  '.cm-lineNumbers .cm-gutterElement': {
    minWidth: 'var(--pg-gutter)',
    padding: '0 1.5ch 0 0',
    boxSizing: 'border-box',
  },
  '.cm-activeLineGutter': { background: 'transparent', color: 'var(--text)' },
  '.cm-cursor': { borderInlineStartColor: 'var(--text)', borderInlineStartWidth: '2px' },
  '.cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground': {
    background: 'var(--selection)',
  },
  '&.cm-focused .cm-matchingBracket': {
    background: 'none',
    outline: '1px solid var(--border-strong)',
    borderRadius: '2px',
  },
});

/** The same six roles that the static code has. */
export const tokenStyle = HighlightStyle.define([
  { tag: [tags.comment, tags.docString], color: 'var(--code-comment)', fontStyle: 'italic' },
  {
    tag: [tags.string, tags.special(tags.string), tags.regexp, tags.escape],
    color: 'var(--code-string)',
  },
  { tag: [tags.number, tags.bool, tags.null, tags.self, tags.atom], color: 'var(--code-number)' },
  {
    tag: [
      tags.keyword,
      tags.controlKeyword,
      tags.definitionKeyword,
      tags.moduleKeyword,
      tags.operatorKeyword,
    ],
    color: 'var(--code-keyword)',
  },
  {
    tag: [
      tags.function(tags.variableName),
      tags.function(tags.propertyName),
      tags.function(tags.definition(tags.variableName)),
      tags.function(tags.definition(tags.propertyName)),
      tags.className,
      tags.definition(tags.className),
    ],
    color: 'var(--code-function)',
  },
]);
