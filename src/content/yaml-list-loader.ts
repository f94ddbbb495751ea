import { glob, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Loader } from 'astro/loaders';
import { parse } from 'yaml';

/**
 * Loads every YAML file that matches a pattern, each a list of entries that carry an `id`, into one collection.
 * Astro's own `file()` reads a single file only. Entries keep the order of the files' names, then of the lists,
 * in the number `position`: Astro itself sorts a collection by id.
 *
 * @param pattern relative to the project's root, such as `src/content/corrections/*.yaml`
 * @throws Error when a file is not a list, when an entry has no `id`, or when two entries share one
 */
export function yamlLists(pattern: string): Loader {
  return {
    name: 'yaml-lists',
    load: async (context) => {
      const { config, store, watcher } = context;
      const root = fileURLToPath(config.root);

      const readAll = async (): Promise<void> => {
        const paths = (await Array.fromAsync(glob(pattern, { cwd: root }))).sort();
        let position = 0;
        store.clear();
        for (const path of paths) {
          const entries = listIn(path, await readFile(`${root}${path}`, 'utf8'));
          for (const entry of entries) {
            if (store.has(entry.id)) {
              throw new Error(
                `Two entries share the id "${entry.id}"; the second is in "${path}". Rename one of them.`,
              );
            }
            const data = await context.parseData({
              id: entry.id,
              data: { ...entry, position },
              filePath: `${root}${path}`,
            });
            store.set({ id: entry.id, data, filePath: path });
            position += 1;
          }
        }
      };

      await readAll();
      watcher?.on('change', (changed) => {
        if (changed.startsWith(`${root}src/content/`) && changed.endsWith('.yaml')) void readAll();
      });
    },
  };
}

/** The entries of one file, each known to have an `id`. */
function listIn(path: string, text: string): ({ id: string } & Record<string, unknown>)[] {
  const list: unknown = parse(text);
  if (!Array.isArray(list)) {
    throw new Error(
      `"${path}" holds ${list === null ? 'nothing' : `a ${typeof list}`}. Write a list whose entries start with "- id:".`,
    );
  }
  return list.map((entry: unknown, index) => {
    if (typeof entry === 'object' && entry !== null && 'id' in entry && typeof entry.id === 'string') {
      return { ...entry, id: entry.id };
    }
    throw new Error(`Entry ${String(index + 1)} of "${path}" has no "id". Give it one, in kebab-case.`);
  });
}
