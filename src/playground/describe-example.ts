import { createHash } from 'node:crypto';
import type { Example } from '../examples/example.ts';

/** What the page says about an example, beside what its folder says itself. */
export interface ExampleDescription {
  /** The id of the playground's element, by which a link can point to it. */
  readonly id: string;
  readonly badge: 'Node' | 'Python';
  /** Changes when the text of a file changes; kept edits belong to one version. */
  readonly version: string;
  /** What a person types into a shell to run it. */
  readonly command: string;
  /** The interpreter that printed the expected output, as it names itself. */
  readonly recordedOn: string;
  /** Whether the page can run it. Nothing that looks runnable may be dead, so the others get no controls. */
  readonly runnable: boolean;
}

/** Derives what `Playground.astro` shows from an example. */
export function describeExample(example: Example): ExampleDescription {
  const isNode = example.runtime === 'node';
  return {
    id: `playground-${example.name}`,
    badge: isNode ? 'Node' : 'Python',
    version: createHash('sha256').update(JSON.stringify(example.files)).digest('hex').slice(0, 8),
    command: `${isNode ? 'node' : 'python3'} ${example.entry}`,
    recordedOn: example.recorded.interpreter,
    runnable: isNode,
  };
}
