import { callSync } from '../system-calls.ts';
import { patternOf } from './expand-words.ts';

/** The paths that a pattern matches, sorted; names that begin with a dot only where the pattern does. */
export function globPaths(pattern: string): string[] {
  const isAbsolute = pattern.startsWith('/');
  let paths = [isAbsolute ? '/' : ''];
  for (const name of pattern.split('/').filter(Boolean)) {
    const expression = patternOf(name);
    paths = paths.flatMap((directory) =>
      namesIn(directory === '' ? '.' : directory)
        .filter((entry) => expression.test(entry) && (name.startsWith('.') || !entry.startsWith('.')))
        .map((entry) => directory + (directory === '' || directory === '/' ? '' : '/') + entry),
    );
  }
  return paths.filter((path) => path !== '' && path !== '/');
}

function namesIn(directory: string): string[] {
  try {
    return callSync('fs.readdir', directory).map(({ name }) => name);
  } catch {
    return [];
  }
}
