import { expect, it } from 'vitest';
import { separateNotes } from '../../../src/components/margin-notes.ts';

it.each([
  ['text without a note', 'a <b>b</b>', 'a <b>b</b>', ''],
  ['one note', 'a<margin-note><p>1</p></margin-note> b', 'a b', '<p>1</p>'],
  [
    'notes in the order of their marks',
    'a<margin-note>1</margin-note>b<margin-note>2</margin-note>',
    'ab',
    '12',
  ],
])('separateNotes() takes the notes out of %s', (_, html, text, notes) => {
  expect(separateNotes(html)).toEqual({ text, notes });
});
