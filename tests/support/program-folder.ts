import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { FileSystem } from '#runtime/kernel/file-system/file-system.ts';

/** The same program on the machine's disk and in the embedded file system, at the same path. */
export interface ProgramFolder {
  readonly directory: string;
  readonly files: FileSystem;
  dispose(): void;
}

/** Writes a program's files (path → text) to a new temporary folder and to a file system of its own. */
export function programFolder(program: Readonly<Record<string, string>>): ProgramFolder {
  const directory = realpathSync(mkdtempSync(path.join(tmpdir(), 'interleave-program-')));
  const files = new FileSystem();
  for (const [name, text] of Object.entries(program)) {
    const full = path.join(directory, name);
    mkdirSync(path.dirname(full), { recursive: true });
    writeFileSync(full, text);
    files.mkdir(path.dirname(full), 0o777, true);
    files.writeFile(full, text);
  }
  return { directory, files, dispose: () => rmSync(directory, { recursive: true }) };
}
