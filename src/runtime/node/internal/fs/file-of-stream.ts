import { submit } from '../../../thread/system-calls.ts';
import type { DoneCallback } from '../stream-types.ts';
import { flagsOf, type PathLike, pathOf } from './file-arguments.ts';

/** What a file's read and write streams share: the file that they open, and close when they are destroyed. */
export interface FileOfStream {
  fd: number | null;
  path: PathLike | undefined;
  flags: string;
  mode: number;
  emit(event: string, ...args: unknown[]): boolean;
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
  if (fd === null) callback(error);
  else submit('close', [fd], (failure) => callback(error ?? failure));
}
