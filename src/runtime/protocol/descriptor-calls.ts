/** System calls on file descriptors: pipes, terminals, files, `/dev/null`. Descriptors belong to the process. */
export interface DescriptorCalls {
  /**
   * Waits for bytes and returns at most `maxBytes` of them; an empty array is the end of the stream.
   * @throws EBADF
   */
  read(fd: number, maxBytes: number): Uint8Array;
  /**
   * Returns when the reader's side has room for the bytes: a full pipe blocks its writers.
   * @throws EBADF
   * @throws EPIPE when nobody can ever read them
   */
  write(fd: number, bytes: Uint8Array): number;
  /** @throws EBADF */
  close(fd: number): void;
  /** Answers the reads of a pipe that wait with an empty array: another process is going to read it. @throws EBADF */
  'descriptor.cancel-reads'(fd: number): void;
  /** Makes a pipe and returns its two descriptors. */
  pipe(): readonly [readFd: number, writeFd: number];
  /** @throws EBADF */
  'descriptor.kind'(fd: number): DescriptorKind;
}

export type DescriptorKind = 'file' | 'pipe' | 'terminal' | 'null';
