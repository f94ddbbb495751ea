const escaped: Readonly<Record<string, string>> = {
  '%': '%25',
  '\\': '%5C',
  '\n': '%0A',
  '\r': '%0D',
  '\t': '%09',
  '?': '%3F',
  '#': '%23',
};
const { URL } = globalThis;

/** The `file:` URL of an absolute path, encoded as Node's `pathToFileURL` encodes it. */
export function pathToFileUrl(path: string): string {
  const url = new URL('file:///');
  url.pathname = path.replace(/[%\\\n\r\t?#]/g, (character) => escaped[character]!);
  return url.href;
}

/** The path of a `file:` URL, without its query and hash. */
export function fileUrlToPath(url: string): string {
  return decodeURIComponent(new URL(url).pathname);
}
