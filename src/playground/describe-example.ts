import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../examples/project-root.ts';
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
  /** The interpreter that the page runs it on, where the reader cannot choose another: "Python 3.14". */
  readonly runsOn: string | undefined;
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
    runsOn: isNode ? undefined : `Python ${pythonVersion()}`,
  };
}

/** The version of the CPython that the site brings along, without its last number. */
function pythonVersion(): string {
  const file = join(projectRoot(), 'node_modules/pyodide/pyodide-lock.json');
  const { info } = JSON.parse(readFileSync(file, 'utf8')) as { info: { python: string } };
  return info.python.split('.', 2).join('.');
}
