import { submit } from '../../../thread/system-calls.ts';
import type { DoneCallback } from '../stream-types.ts';
import { fdOf, flagsOf, type PathLike, pathOf } from './file-arguments.ts';
import { FileHandle } from './file-handle.ts';

/** What a file's read and write streams share: the file that they open, and close when they are destroyed. */
export interface FileOfStream {
  fd: number | null;
  path: PathLike | undefined;
  flags: string;
  mode: number;
  emit(event: string, ...args: unknown[]): boolean;
}

const handles = new WeakMap<FileOfStream, FileHandle>();

/** The descriptor of an open file that a stream was given: a number, or a FileHandle, which is then closed with the stream. */
export function givenFile(stream: FileOfStream, file: unknown): number {
  if (!(file instanceof FileHandle)) return fdOf(file);
  handles.set(stream, file);
  return file.fd;
}

/** The `_construct` of a file's stream: opens the file, unless the stream was given an open one. */
export function openFileOf(stream: FileOfStream, callback: DoneCallback): void {
  if (stream.fd !== null) {
    callback();
    return;
  }
  submit('fs.open', [pathOf(stream.path), flagsOf(stream.flags), stream.mode], (error, fd) => {
    if (error) {
      callback(error);
      return;
    }
    stream.fd = fd!;
    callback();
    stream.emit('open', fd);
    stream.emit('ready');
  });
}

/** The `_destroy` of a file's stream: closes the file; an error that is there already comes first. */
export function closeFileOf(stream: FileOfStream, error: Error | null, callback: DoneCallback): void {
  const { fd } = stream;
  stream.fd = null;
  const handle = handles.get(stream);
  if (fd === null) callback(error);
  else if (handle) handle.close().then(() => callback(error), callback);
  else submit('close', [fd], (failure) => callback(error ?? failure));
}
