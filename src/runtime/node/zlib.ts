/**
 * `node:zlib`: deflate, zlib and gzip by pako, a port of zlib itself. Brotli, zstd and zip archives throw.
 *
 * @see https://nodejs.org/api/zlib.html
 */
import { absentFunctions } from './internal/absent-functions.ts';
import type { ZlibOptions } from './internal/zlib/codec-options.ts';
import { codes, constants } from './internal/zlib/constants.ts';
import { crc32 } from './internal/zlib/crc32.ts';
import { asyncFunction, syncFunction } from './internal/zlib/whole-buffers.ts';
import { createZlibStreamClass, type ZlibStream, type ZlibStreamClass } from './internal/zlib/zlib-stream.ts';

const absent = [
  'BrotliCompress',
  'BrotliDecompress',
  'ZstdCompress',
  'ZstdDecompress',
  'brotliCompress',
  'brotliCompressSync',
  'brotliDecompress',
  'brotliDecompressSync',
  'createBrotliCompress',
  'createBrotliDecompress',
  'createZipArchive',
  'createZipArchiveSync',
  'createZstdCompress',
  'createZstdDecompress',
  'getMaxZipContentSize',
  'setMaxZipContentSize',
  'ZipBuffer',
  'ZipEntry',
  'ZipFile',
  'zipFiles',
  'zstdCompress',
  'zstdCompressSync',
  'zstdDecompress',
  'zstdDecompressSync',
];

const ZlibBase = createZlibStreamClass();

class Deflate extends ZlibBase {
  constructor(options?: ZlibOptions) {
    super(constants.DEFLATE, options);
  }
}

class Inflate extends ZlibBase {
  constructor(options?: ZlibOptions) {
    super(constants.INFLATE, options);
  }
}

class Gzip extends ZlibBase {
  constructor(options?: ZlibOptions) {
    super(constants.GZIP, options);
  }
}

class Gunzip extends ZlibBase {
  constructor(options?: ZlibOptions) {
    super(constants.GUNZIP, options);
  }
}

class DeflateRaw extends ZlibBase {
  constructor(options?: ZlibOptions) {
    super(constants.DEFLATERAW, withLargerWindow(options));
  }
}

class InflateRaw extends ZlibBase {
  constructor(options?: ZlibOptions) {
    super(constants.INFLATERAW, options);
  }
}

class Unzip extends ZlibBase {
  constructor(options?: ZlibOptions) {
    super(constants.UNZIP, options);
  }
}

/** zlib cannot compress with its smallest window when there is no header to say so. */
function withLargerWindow(options?: ZlibOptions): ZlibOptions | undefined {
  return options?.windowBits === 8 ? { ...options, windowBits: 9 } : options;
}

function creatorOf(Stream: ZlibStreamClass): (options?: ZlibOptions) => ZlibStream {
  return Object.defineProperty((options?: ZlibOptions) => new Stream(options), 'name', {
    value: `create${Stream.name}`,
  });
}

const deflateRawSync = syncFunction(DeflateRaw, constants.DEFLATERAW);

const zlib = {
  crc32,
  Deflate,
  Inflate,
  Gzip,
  Gunzip,
  DeflateRaw,
  InflateRaw,
  Unzip,
  deflate: asyncFunction(Deflate),
  deflateSync: syncFunction(Deflate, constants.DEFLATE),
  gzip: asyncFunction(Gzip),
  gzipSync: syncFunction(Gzip, constants.GZIP),
  deflateRaw: asyncFunction(DeflateRaw),
  deflateRawSync: (data: unknown, options?: ZlibOptions) => deflateRawSync(data, withLargerWindow(options)),
  unzip: asyncFunction(Unzip),
  unzipSync: syncFunction(Unzip, constants.UNZIP),
  inflate: asyncFunction(Inflate),
  inflateSync: syncFunction(Inflate, constants.INFLATE),
  gunzip: asyncFunction(Gunzip),
  gunzipSync: syncFunction(Gunzip, constants.GUNZIP),
  inflateRaw: asyncFunction(InflateRaw),
  inflateRawSync: syncFunction(InflateRaw, constants.INFLATERAW),
  createDeflate: creatorOf(Deflate),
  createInflate: creatorOf(Inflate),
  createDeflateRaw: creatorOf(DeflateRaw),
  createInflateRaw: creatorOf(InflateRaw),
  createGzip: creatorOf(Gzip),
  createGunzip: creatorOf(Gunzip),
  createUnzip: creatorOf(Unzip),
  constants,
  codes,
  ...absentFunctions('zlib', absent),
};

// Deprecated, and still there: `zlib.Z_BEST_SPEED`.
for (const [name, value] of Object.entries(constants)) Object.defineProperty(zlib, name, { value });

export default zlib;
