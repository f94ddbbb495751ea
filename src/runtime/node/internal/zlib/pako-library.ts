/** The part of `pako` that the host uses: zlib's own functions, on a stream of memory. */
export interface PakoLibrary {
  ZStream: new () => ZStream;
  zlibDeflateInit2(
    stream: ZStream,
    level: number,
    method: number,
    windowBits: number,
    memLevel: number,
    strategy: number,
  ): number;
  zlibDeflateReset(stream: ZStream): number;
  zlibDeflateSetDictionary(stream: ZStream, dictionary: Uint8Array): number;
  zlibDeflate(stream: ZStream, flush: number): number;
  zlibInflateInit2(stream: ZStream, windowBits: number): number;
  zlibInflateReset(stream: ZStream): number;
  zlibInflateSetDictionary(stream: ZStream, dictionary: Uint8Array): number;
  zlibInflate(stream: ZStream, flush: number): number;
}

/** zlib's `z_stream`: where input is taken from, where output goes, and the last message. */
export interface ZStream {
  input: Uint8Array;
  next_in: number;
  avail_in: number;
  output: Uint8Array<ArrayBuffer>;
  next_out: number;
  avail_out: number;
  /** Empty when zlib has nothing to say. */
  msg: string;
}
