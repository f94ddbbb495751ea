import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { parseDeclaration } from './declaration.ts';
import type { Example, ExampleFile, Program, Recording } from './example.ts';
import { nearestName } from './nearest-name.ts';
import { projectRoot } from './project-root.ts';

export type { Example };

/**
 * Reads one example of the `examples/` folder, at build time or in a test.
 *
 * @throws {Error} if there is no such folder; the message names the nearest one.
 * @throws {Error} if `example.json` is not valid, or a file that it names is missing.
 * @throws {Error} if the example was never recorded.
 */
export function loadExample(name: string, root = examplesRoot()): Example {
  const program = loadProgram(name, root);
  const recorded = join(root, name, 'recorded.json');
  const expected = join(root, name, 'expected.txt');
  if (!existsSync(recorded) || !existsSync(expected)) {
    throw new Error(
      `Cannot load example "${name}": nobody has recorded what it prints. Run: npm run examples:record ${name}`,
    );
  }
  return {
    ...program,
    expected: readFileSync(expected, 'utf8'),
    recorded: JSON.parse(readFileSync(recorded, 'utf8')) as Recording,
  };
}

/** Reads all examples, sorted by name. */
export function listExamples(root = examplesRoot()): Example[] {
  return exampleNames(root).map((name) => loadExample(name, root));
}

/**
 * Reads what a person wrote of an example: everything except the recording.
 *
 * @throws {Error} as `loadExample()` does, except for a missing recording.
 */
export function loadProgram(name: string, root = examplesRoot()): Program {
  const folder = join(root, name);
  const declarationFile = join(folder, 'example.json');
  if (!existsSync(declarationFile)) {
    const nearest = nearestName(name, exampleNames(root));
    throw new Error(
      `Cannot load example "${name}": there is no file "examples/${name}/example.json".` +
        (nearest === undefined ? '' : ` Did you mean "${nearest}"?`),
    );
  }
  const { files, ...declaration } = parseDeclaration(name, readFileSync(declarationFile, 'utf8'));
  return { name, ...declaration, files: files.map((path) => readProgramFile(name, folder, path)) };
}

/** The names of all folders in `examples/` that hold an `example.json`, sorted. */
export function exampleNames(root = examplesRoot()): string[] {
  return readdirSync(root)
    .filter((name) => existsSync(join(root, name, 'example.json')))
    .sort();
}

/** The project's `examples/` folder. */
export function examplesRoot(): string {
  return join(projectRoot(), 'examples');
}

const languages: Record<string, ExampleFile['language']> = {
  '.py': 'python',
  '.mjs': 'javascript',
  '.cjs': 'javascript',
  '.js': 'javascript',
  '.json': 'json',
};

function readProgramFile(name: string, folder: string, path: string): ExampleFile {
  if (!existsSync(join(folder, path))) {
    const nearest = nearestName(path, readdirSync(folder));
    throw new Error(
      `Cannot load example "${name}": "example.json" names the file "${path}", which is not in its folder.` +
        (nearest === undefined ? '' : ` Did you mean "${nearest}"?`),
    );
  }
  return {
    path,
    code: readFileSync(join(folder, path), 'utf8'),
    language: languages[extname(path)] ?? 'text',
  };
}
