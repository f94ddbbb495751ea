import Answer from './Answer.astro';
import Aside from './Aside.astro';
import Blockquote from './Blockquote.astro';
import BrowserCheck from './BrowserCheck.astro';
import Check from './Check.astro';
import Compare from './Compare.astro';
import Correction from './Correction.astro';
import Differences from './Differences.astro';
import Heading2 from './Heading2.astro';
import Heading3 from './Heading3.astro';
import OrderedList from './OrderedList.astro';
import Original from './Original.astro';
import Paragraph from './Paragraph.astro';
import Predict from './Predict.astro';
import ProgramDiff from './ProgramDiff.astro';
import Question from './Question.astro';
import Reveal from './Reveal.astro';
import Table from './Table.astro';
import Term from './Term.astro';
import UnorderedList from './UnorderedList.astro';

/** What MDX pages may use without importing it, and what stands in for some of Markdown's own elements. */
export const contentComponents = {
  Answer,
  Aside,
  BrowserCheck,
  Check,
  Compare,
  Correction,
  Differences,
  Original,
  Predict,
  ProgramDiff,
  Question,
  Reveal,
  Term,
  blockquote: Blockquote,
  h2: Heading2,
  h3: Heading3,
  ol: OrderedList,
  p: Paragraph,
  table: Table,
  ul: UnorderedList,
};
