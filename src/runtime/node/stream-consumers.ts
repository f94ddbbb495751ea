/**
 * `node:stream/consumers`.
 *
 * @see https://nodejs.org/api/webstreams.html#utility-consumers
 */
import { Buffer } from './internal/buffer/buffer.ts';

type Source = AsyncIterable<unknown>;

async function buffer(source: Source): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of source)
    chunks.push(typeof chunk === 'string' ? Buffer.from(chunk) : (chunk as Uint8Array));
  return Buffer.concat(chunks);
}

async function text(source: Source): Promise<string> {
  const decoder = new TextDecoder();
  let result = '';
  for await (const chunk of source) {
    result +=
      typeof chunk === 'string' ? chunk : decoder.decode(chunk as Uint8Array<ArrayBuffer>, { stream: true });
  }
  return result + decoder.decode();
}

export default {
  arrayBuffer: async (source: Source) => (await buffer(source)).slice().buffer,
  blob: async (source: Source) => new Blob([await buffer(source)]),
  buffer,
  bytes: async (source: Source) => new Uint8Array(await buffer(source)),
  text,
  json: async (source: Source) => JSON.parse(await text(source)) as unknown,
};
