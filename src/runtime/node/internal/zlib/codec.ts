import { pakoLibrary } from '../deferred-packages.ts';
import { type NodeError, nodeError } from '../errors.ts';
import { codeName, constants } from './constants.ts';
import type { ZStream } from './pako-library.ts';

const { DEFLATE, INFLATE, GZIP, GUNZIP, DEFLATERAW, INFLATERAW, UNZIP } = constants;
const { Z_OK, Z_STREAM_END, Z_NEED_DICT, Z_DATA_ERROR, Z_BUF_ERROR, Z_FINISH } = constants;
/** The only method of compression that zlib has. */
const Z_DEFLATED = 8;
const GZIP_MAGIC = [0x1f, 0x8b] as const;

/** How a codec compresses or decompresses; the numbers are those of zlib, and checked. */
export interface CodecOptions {
  /** 0 makes a decompressor take the size that the data's header gives. */
  readonly windowBits: number;
  readonly level: number;
  readonly memLevel: number;
  readonly strategy: number;
  readonly dictionary: Uint8Array | undefined;
  /** Whether anything behind the end of the compressed data is an error. */
  readonly rejectGarbageAfterEnd: boolean;
}

/** What a codec shall work on. It reads `input` from `inputStart`, and fills `output` from `outputStart`. */
export interface CodecStep {
  readonly flush: number;
  readonly input: Uint8Array;
  readonly inputStart: number;
  readonly output: Uint8Array<ArrayBuffer>;
  readonly outputStart: number;
}

/** How many bytes of the input are left, and how many of the output are still free. */
export interface CodecProgress {
  readonly inputLeft: number;
  readonly outputLeft: number;
}

/** An error of zlib: `code` is the name of what it returned, `errno` the number. */
export interface ZlibError extends NodeError {
  errno: number;
}

/**
 * One stream of data on its way through zlib. It opens at its first step, so that its errors come up where Node's do.
 *
 * @see https://github.com/nodejs/node/blob/v26.x/src/node_zlib.cc
 */
export class Codec {
  readonly #zlib = pakoLibrary();
  readonly #options: CodecOptions;
  readonly #stream: ZStream;
  #mode: number;
  #isOpen = false;
  #magicBytesSeen = 0;

  constructor(mode: number, options: CodecOptions) {
    this.#mode = mode;
    this.#options = options;
    this.#stream = new this.#zlib.ZStream();
  }

  /**
   * Works until the input is used up or the output is full.
   * @throws ZlibError when zlib refuses the data
   * @throws ERR_TRAILING_JUNK_AFTER_STREAM_END
   */
  step({ flush, input, inputStart, output, outputStart }: CodecStep): CodecProgress {
    const stream = this.#stream;
    stream.input = input;
    stream.next_in = inputStart;
    stream.avail_in = input.length - inputStart;
    stream.output = output;
    stream.next_out = outputStart;
    stream.avail_out = output.length - outputStart;
    this.#open();
    this.#check(this.#run(flush), flush);
    return { inputLeft: stream.avail_in, outputLeft: stream.avail_out };
  }

  /** Forgets what has passed, to begin anew with the same options. @throws ZlibError */
  reset(): void {
    if (!this.#isOpen) return;
    const failed = (this.#isCompressor ? this.#zlib.zlibDeflateReset : this.#zlib.zlibInflateReset)(
      this.#stream,
    );
    if (failed !== Z_OK) throw this.#error('Failed to reset stream', failed);
    this.#setDictionary();
  }

  get #isCompressor(): boolean {
    return this.#mode === DEFLATE || this.#mode === GZIP || this.#mode === DEFLATERAW;
  }

  #open(): void {
    if (this.#isOpen) return;
    this.#isOpen = true;
    const { level, memLevel, strategy } = this.#options;
    const windowBits = this.#signedWindowBits();
    const failed = this.#isCompressor
      ? this.#zlib.zlibDeflateInit2(this.#stream, level, Z_DEFLATED, windowBits, memLevel, strategy)
      : this.#zlib.zlibInflateInit2(this.#stream, windowBits);
    if (failed !== Z_OK) throw this.#error('Init error', failed);
    this.#setDictionary();
  }

  /** zlib takes the format as part of the window's size: above 15 gzip, above 31 gzip or zlib, below 0 neither. */
  #signedWindowBits(): number {
    const { windowBits } = this.#options;
    switch (this.#mode) {
      case GZIP:
      case GUNZIP:
        return windowBits + 16;
      case UNZIP:
        return windowBits + 32;
      case DEFLATERAW:
      case INFLATERAW:
        return -windowBits;
      default:
        return windowBits;
    }
  }

  /** What decompresses zlib's format asks for the dictionary when it gets there. */
  #setDictionary(): void {
    const { dictionary } = this.#options;
    if (!dictionary) return;
    let failed: number = Z_OK;
    if (this.#mode === DEFLATE || this.#mode === DEFLATERAW) {
      failed = this.#zlib.zlibDeflateSetDictionary(this.#stream, dictionary);
    } else if (this.#mode === INFLATERAW) {
      failed = this.#zlib.zlibInflateSetDictionary(this.#stream, dictionary);
    }
    if (failed !== Z_OK) throw this.#error('Failed to set dictionary', failed);
  }

  #run(flush: number): number {
    if (this.#isCompressor) return this.#zlib.zlibDeflate(this.#stream, flush);
    if (this.#mode === UNZIP) this.#detectFormat();
    let result = this.#inflate(flush);
    // What follows may be the next member of an archive. Zeros are padding, and left alone.
    while (this.#mode === GUNZIP && result === Z_STREAM_END && this.#nextByte() > 0) {
      this.#refuseGarbage();
      this.reset();
      result = this.#inflate(flush);
    }
    if (result === Z_STREAM_END) this.#refuseGarbage();
    return result;
  }

  #inflate(flush: number): number {
    const { dictionary } = this.#options;
    const result = this.#zlib.zlibInflate(this.#stream, flush);
    if (result !== Z_NEED_DICT || this.#mode === INFLATERAW || !dictionary) return result;
    const failed = this.#zlib.zlibInflateSetDictionary(this.#stream, dictionary);
    if (failed === Z_OK) return this.#zlib.zlibInflate(this.#stream, flush);
    // The dictionary is wrong, not the data.
    return failed === Z_DATA_ERROR ? Z_NEED_DICT : failed;
  }

  /** gzip begins with two bytes of its own, which may come in two steps. */
  #detectFormat(): void {
    const { input, next_in: start, avail_in: count } = this.#stream;
    for (let index = 0; index < count && this.#mode === UNZIP; index++) {
      const isExpected = input[start + index] === GZIP_MAGIC[this.#magicBytesSeen];
      if (isExpected) this.#magicBytesSeen += 1;
      if (!isExpected) this.#mode = INFLATE;
      else if (this.#magicBytesSeen === GZIP_MAGIC.length) this.#mode = GUNZIP;
    }
  }

  /** The next byte of the input, or -1 when there is none. */
  #nextByte(): number {
    const { input, next_in: next, avail_in: count } = this.#stream;
    return count > 0 ? input[next]! : -1;
  }

  #refuseGarbage(): void {
    if (!this.#options.rejectGarbageAfterEnd || this.#stream.avail_in === 0) return;
    throw trailingJunk();
  }

  #check(result: number, flush: number): void {
    switch (result) {
      case Z_OK:
      case Z_BUF_ERROR:
        if (this.#stream.avail_out > 0 && flush === Z_FINISH) {
          throw this.#error('unexpected end of file', result);
        }
        return;
      case Z_STREAM_END:
        return;
      case Z_NEED_DICT:
        throw this.#error(this.#options.dictionary ? 'Bad dictionary' : 'Missing dictionary', result);
      default:
        throw this.#error('Zlib error', result);
    }
  }

  #error(message: string, result: number): ZlibError {
    const error = new Error(this.#stream.msg || message);
    return Object.assign(error, { errno: result, code: codeName(result) });
  }
}

function trailingJunk(): NodeError {
  const message = 'Trailing junk found after the end of the compressed stream';
  return nodeError('ERR_TRAILING_JUNK_AFTER_STREAM_END', message, TypeError);
}
