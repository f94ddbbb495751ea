import { expect, it } from 'vitest';
import { quotation, sourcePage } from '../../../src/components/source-text.ts';

it('sourcePage() cuts a page at its code fences', () => {
  expect(sourcePage(4).map(({ kind }) => kind)).toEqual(['text', 'code', 'text', 'code']);
});

it('sourcePage() refuses a page that the source does not have', () => {
  expect(() => sourcePage(6)).toThrow('it has the pages 1 to 5');
});

it.each([
  ['strikes out what is wrong', 'wrong', 'Managed by the', '<del>Managed by the</del>'],
  ['quotes what is true as far as it goes', 'incomplete', 'Lightweight', '<q>Lightweight</q>'],
  ['shows bold words bold', 'wrong', 'A **thread** is', '<del>A <strong>thread</strong> is</del>'],
  [
    'shows a line of a program as code',
    'damaged',
    'for t in threads:',
    '<del><code>for t in threads:</code></del>',
  ],
  ['shows markup as text', 'wrong', 'a < b & c', '<del>a &lt; b &amp; c</del>'],
] as const)('quotation() %s', (_, kind, original, html) => {
  expect(quotation({ page: 1, kind, original })).toBe(html);
});
