import { EventEmitter } from '../../events.ts';
import { nodeError } from '../errors.ts';
import * as content from './content-operations.ts';
import { bytesOf, decoded, optionsOf, type PathLike } from './file-arguments.ts';
import { type FileOperation, runAsPromise } from './file-operation.ts';
import { noteTransferableFile, type TransferableFile } from '../transferable-file.ts';
import * as paths from './path-operations.ts';

/** Resolved by the bundler, which evaluates the file at the first call. */
declare const require: (file: string) => { default: { createInterface(options: object): unknown } };

/** What a read or a write of a FileHandle promises. */
interface Transfer<Buffer> {
  buffer: Buffer;
  bytesRead?: number;
  bytesWritten?: number;
}

/** `fs.promises.FileHandle`: an open file whose methods promise. */
export class FileHandle extends EventEmitter implements TransferableFile {
  #fd: number;

  constructor(fd: number) {
    super();
    this.#fd = fd;
    noteTransferableFile(this);
  }

  /** The descriptor; -1 once it is closed. */
  get fd(): number {
    return this.#fd;
  }

  /** The descriptor belongs to another handle from now on, that of who receives this one. */
  leave(): void {
    this.#fd = -1;
  }

  async appendFile(data: unknown, options?: unknown): Promise<void> {
    await this.writeFile(data, options);
  }

  async chmod(mode: unknown): Promise<void> {
    await this.#run('fchmod', (fd) => paths.fchmod(fd, mode));
  }

  async chown(uid: unknown, gid: unknown): Promise<void> {
    await this.#run('fchown', (fd) => paths.fchown(fd, uid, gid));
  }

  async datasync(): Promise<void> {
    await this.#run('fdatasync', paths.fdatasync);
  }

  async sync(): Promise<void> {
    await this.#run('fsync', paths.fsync);
  }

  async read(buffer?: unknown, ...rest: unknown[]): Promise<Transfer<unknown>> {
    const isOptions = !ArrayBuffer.isView(buffer);
    const options = (isOptions ? (buffer ?? {}) : {}) as { buffer?: ArrayBufferView };
    const target = isOptions ? (options.buffer ?? bytesOf('\0'.repeat(16384))) : buffer;
    const place = isOptions ? [options] : rest;
    const bytesRead = await this.#run('read', (fd) => content.read(fd, target, ...place));
    return { bytesRead, buffer: target };
  }

  async readv(buffers: readonly ArrayBufferView[], position?: unknown): Promise<object> {
    return { bytesRead: await this.#run('read', (fd) => content.readv(fd, buffers, position)), buffers };
  }

  async readFile(options?: unknown): Promise<unknown> {
    const { encoding } = optionsOf(options, {});
    return decoded(await this.#run('readFile', content.readToEnd), encoding);
  }

  readLines(options: object = {}): unknown {
    const { createInterface } = require('../../readline.ts').default;
    return createInterface({ input: this.createReadStream(options), crlfDelay: Infinity });
  }

  async stat(options?: { bigint?: boolean }): Promise<unknown> {
    return this.#run('fstat', (fd) => paths.fstat(fd, options));
  }

  async truncate(length?: unknown): Promise<void> {
    await this.#run('ftruncate', (fd) => paths.ftruncate(fd, length));
  }

  async utimes(atime: unknown, mtime: unknown): Promise<void> {
    await this.#run('futimes', (fd) => paths.futimes(fd, atime, mtime));
  }

  async write(data: unknown, ...rest: unknown[]): Promise<Transfer<unknown>> {
    const bytesWritten = await this.#run('write', (fd) => content.write(fd, data, ...rest));
    return { bytesWritten, buffer: data };
  }

  async writev(buffers: readonly ArrayBufferView[], position?: unknown): Promise<object> {
    return { bytesWritten: await this.#run('write', (fd) => content.writev(fd, buffers, position)), buffers };
  }

  async writeFile(data: unknown, options?: unknown): Promise<void> {
    const { encoding } = optionsOf(options, {});
    await this.#run('writeFile', (fd) => content.writeAll(fd, bytesOf(data, encoding)));
  }

  createReadStream(options: object = {}): unknown {
    return fileStreams().createReadStream('', { ...options, fd: this });
  }

  createWriteStream(options: object = {}): unknown {
    return fileStreams().createWriteStream('', { ...options, fd: this });
  }

  async close(): Promise<void> {
    if (this.#fd === -1) return;
    const fd = this.#fd;
    this.#fd = -1;
    await runAsPromise(paths.close(fd));
    this.emit('close');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #run<Result>(syscall: string, operate: (fd: number) => FileOperation<Result>): Promise<Result> {
    if (this.#fd === -1) throw Object.assign(nodeError('EBADF', 'file closed'), { syscall });
    return runAsPromise(operate(this.#fd));
  }
}

interface FileStreams {
  createReadStream(path: PathLike, options: unknown): unknown;
  createWriteStream(path: PathLike, options: unknown): unknown;
}

let fileStreams = (): FileStreams => {
  throw new Error('node:fs has not been loaded.');
};

/** Lends the stream makers of `node:fs`, which is made of files that import this one. */
export function makeFileStreamsWith(streams: FileStreams): void {
  fileStreams = () => streams;
}
