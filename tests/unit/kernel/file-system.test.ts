import { describe, expect, test } from 'vitest';
import { FileSystem } from '#runtime/kernel/file-system/file-system.ts';
import {
  asTextTree,
  exportFileTree,
  type FileTree,
  loadFileTree,
} from '#runtime/kernel/file-system/file-tree.ts';

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

describe('FileSystem', () => {
  test('view() shares the files and has a working directory of its own', () => {
    const files = new FileSystem();
    files.mkdir('/home/project', 0o777, true);
    const view = files.view('/home/project');
    view.writeFile('a.txt', 'shared');
    expect([view.cwd(), files.cwd(), text(files.readFile('/home/project/a.txt'))]).toEqual([
      '/home/project',
      '/',
      'shared',
    ]);
    expect(() => view.chdir('none')).toThrow(
      "ENOENT: no such file or directory, chdir '/home/project' -> 'none'",
    );
    expect(() => view.readFile('none')).toThrow("ENOENT: no such file or directory, open 'none'");
  });

  test('the working directory follows its directory, and fails once that is gone', () => {
    const files = new FileSystem();
    files.mkdir('/a/b', 0o777, true);
    const view = files.view('/a/b');
    files.rename('/a', '/c');
    expect(view.cwd()).toBe('/c/b');
    files.rm('/c', true);
    expect(() => view.cwd()).toThrow('ENOENT: no such file or directory, uv_cwd');
  });

  test('new files get the mode that the umask leaves', () => {
    const files = new FileSystem();
    files.umask = 0o077;
    files.writeFile('/f', '');
    files.mkdir('/d');
    expect([files.stat('/f').mode, files.stat('/d').mode].map((mode) => mode.toString(8))).toEqual([
      '100600',
      '40700',
    ]);
  });

  test('an open file stays readable after it was removed', () => {
    const files = new FileSystem();
    files.writeFile('/f', 'still here');
    const file = files.open('/f');
    files.unlink('/f');
    expect([text(file.readToEnd()), file.stat().nlink]).toEqual(['still here', 0]);
  });

  test('watch() reports what appears, changes and vanishes, with names relative to what is watched', () => {
    const files = new FileSystem();
    files.mkdir('/w/deep', 0o777, true);
    files.writeFile('/w/one', '');
    const events: string[] = [];
    const log = (who: string) => (type: string, name: string) => events.push(`${who} ${type} ${name}`);
    files.watch('/w', false, log('flat'));
    files.watch('/w', true, log('deep'));
    const stop = files.watch('/w/one', false, log('file'));
    files.writeFile('/w/two', 'x');
    files.writeFile('/w/one', 'x');
    files.writeFile('/w/deep/three', '');
    stop();
    files.rename('/w/two', '/w/four');
    files.rm('/w/one');
    expect(events).toEqual([
      'flat rename two',
      'deep rename two',
      'flat change two',
      'deep change two',
      'flat change one',
      'deep change one',
      'file change one',
      'deep rename deep/three',
      'flat rename two',
      'deep rename two',
      'flat rename four',
      'deep rename four',
      'flat rename one',
      'deep rename one',
    ]);
    expect(() => files.watch('/none', false, log('none'))).toThrow(
      "ENOENT: no such file or directory, watch '/none'",
    );
  });
});

describe('file trees of @webcontainer/api', () => {
  const tree: FileTree = {
    d: {
      'main.mjs': { f: { c: 'console.log("é")' } },
      data: {
        d: { 'raw.bin': { f: { c: '\u00ff\u0000\u0080', b: true } }, latest: { f: { l: 'raw.bin' } } },
      },
    },
  };

  test('loadFileTree() writes what exportFileTree() reads', () => {
    const files = new FileSystem();
    loadFileTree(files, tree, '/home/project');
    loadFileTree(files, tree, '/home/project');
    expect(asTextTree(exportFileTree(files, '/home/project'))).toEqual(tree);
    expect([...files.readFile('/home/project/data/latest')]).toEqual([255, 0, 128]);
  });

  test('exportFileTree() leaves out what is excluded, and takes what is included in it', () => {
    const files = new FileSystem();
    loadFileTree(files, tree, '/p');
    const link = { f: { l: 'raw.bin' } };
    const exported = (excluded: string, included?: string): unknown =>
      exportFileTree(files, '/p', {
        isExcluded: (path) => path === 'main.mjs' || path.startsWith(excluded),
        ...(included === undefined ? {} : { isIncluded: (path) => path === included }),
      });
    expect(exported('data/raw')).toEqual({ d: { data: { d: { latest: link } } } });
    expect(exported('data')).toEqual({ d: {} });
    expect(exported('data', 'data/latest')).toEqual({ d: { data: { d: { latest: link } } } });
    expect(exported('data', 'nothing')).toEqual({ d: {} });
  });
});
