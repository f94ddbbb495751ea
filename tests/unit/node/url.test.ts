import realQuerystring from 'node:querystring';
import real from 'node:url';
import { describe, expect, test } from 'vitest';
import './worker-realm.ts';
import ourQuerystring from '#runtime/node/querystring.ts';
import ourUrl from '#runtime/node/url.ts';
import { outcome } from './outcome.ts';

const ours = ourUrl as unknown as typeof real;
const querystring = ourQuerystring as unknown as typeof realQuerystring;

test.each([
  'file:///a/b.txt',
  'file:///a%20b',
  'file:///%E6%BC%A2',
  'file://host/a',
  'file:///a%2Fb',
  'http://a/b',
  'nope',
  'file:///',
  new URL('file:///x#y'),
  5,
  {},
])('fileURLToPath(%o) gives what Node gives', (url) => {
  expect(outcome(() => ours.fileURLToPath(url as string))).toEqual(
    outcome(() => real.fileURLToPath(url as string)),
  );
});

test.each(['/a/b', '/a b', '/a#b?c', '/a%20', '/漢', '/a/', 'x/../y', '/a\\b', '/a\nb', '/~[x]^|', 5])(
  'pathToFileURL(%j) gives what Node gives',
  (path) => {
    const convert = (library: typeof real) => outcome(() => library.pathToFileURL(path as string).href);
    expect(convert(ours)).toEqual(convert(real));
  },
);

test('paths of Windows convert on request', () => {
  for (const url of ['file:///C:/a/b', 'file://server/share/x', 'file:///a']) {
    const convert = (library: typeof real) => outcome(() => library.fileURLToPath(url, { windows: true }));
    expect([url, convert(ours)]).toEqual([url, convert(real)]);
  }
  expect(ours.pathToFileURL('C:\\a b\\c', { windows: true }).href).toBe(
    real.pathToFileURL('C:\\a b\\c', { windows: true }).href,
  );
});

const addresses = [
  'http://user:pass@sub.example.com:8080/p/a/t/h?query=string#hash',
  'http://example.com',
  'https://EXAMPLE.com/A?b',
  '/a/b?c=d#e',
  'a/b',
  '?x=1',
  '#h',
  '//host/path',
  'mailto:a@b.c',
  'javascript:alert(1)',
  'file:///etc/passwd',
  'http://[::1]:80/x',
  'ftp://a/b',
  'http://a.com/x y',
  'http://a\\b',
  'x:y',
  '',
  'http://a.com:80',
  'http://a.com?b',
  'HTTP://a/b',
];

describe('the legacy functions', () => {
  test.each(addresses)('parse(%j) gives what Node gives', (address) => {
    for (const [withQuery, slashesDenoteHost] of [[], [true], [false, true]] as [boolean?, boolean?][]) {
      const parse = (library: typeof real) =>
        outcome(() => ({ ...library.parse(address, withQuery as never, slashesDenoteHost) }));
      expect(parse(ours)).toEqual(parse(real));
    }
  });
  test.each(addresses)('format(%j) and format(parse(…)) give what Node gives', (address) => {
    expect(outcome(() => ours.format(address))).toEqual(outcome(() => real.format(address)));
  });
  test('format() of a URL leaves out what it is told to', () => {
    const url = new URL('http://user:pw@example.com/a?b#c');
    for (const options of [{}, { fragment: false }, { search: false }, { auth: false }]) {
      expect(ours.format(url, options)).toBe(real.format(url, options));
    }
  });
  test.each([
    ['/one/two/three', 'four'],
    ['http://example.com/', '/one'],
    ['http://example.com/one', '/two'],
    ['http://a.com/b/c/d', '../x'],
    ['http://a.com/b', '?q'],
    ['http://a.com/b', '#h'],
    ['/a/b', '../c'],
    ['a/b', 'c'],
    ['http://a.com', 'https://b.com/x'],
  ])('resolve(%j, %j) gives what Node gives', (from, to) => {
    expect(ours.resolve(from, to)).toBe(real.resolve(from, to));
  });
  test('urlToHttpOptions() gives what Node gives', () => {
    const url = new URL('http://user:p%20w@[::1]:8080/a?b#c');
    expect({ ...ours.urlToHttpOptions(url) }).toEqual({ ...real.urlToHttpOptions(url) });
  });
});

describe('querystring', () => {
  test.each([
    'a=1&b=2',
    'a=1&a=2&a=3',
    'a',
    'a=',
    '=b',
    '&&a=1&',
    'a=b=c',
    'a+b=c+d',
    'a=%20%zz',
    '%E6%BC%A2=1',
    'a=%ff',
    '',
    'a[]=1',
    '__proto__=1',
    'a;b',
  ])('parse(%j) gives what Node gives', (text) => {
    expect({ ...querystring.parse(text) }).toEqual({ ...realQuerystring.parse(text) });
    expect({ ...querystring.parse(text, ';', ':') }).toEqual({ ...realQuerystring.parse(text, ';', ':') });
    expect({ ...querystring.parse(text, '&', '=', { maxKeys: 1 }) }).toEqual({
      ...realQuerystring.parse(text, '&', '=', { maxKeys: 1 }),
    });
  });
  test.each([
    [{ a: 1, b: 'x y' }],
    [{ a: [1, 2, '3'] }],
    [{ a: '漢&=+' }],
    [{ a: true, b: null, c: undefined, d: NaN, e: 5n }],
    [{ 'k k': 'v' }],
    [{ a: [] }],
    ['x'],
    [null],
    [{ a: "!'()*~-._" }],
  ])('stringify() gives what Node gives', (value) => {
    expect(querystring.stringify(value as never)).toBe(realQuerystring.stringify(value as never));
    expect(querystring.stringify(value as never, ';', ':')).toBe(
      realQuerystring.stringify(value as never, ';', ':'),
    );
  });
  test('escape() and unescape() give what Node gives', () => {
    for (const text of ['a b&c', '漢', '%', '%41%zz', '%ff', "!'()*"]) {
      expect(querystring.escape(text)).toBe(realQuerystring.escape(text));
      expect(querystring.unescape(text)).toBe(realQuerystring.unescape(text));
    }
    expect(outcome(() => querystring.escape('\ud800'))).toEqual(
      outcome(() => realQuerystring.escape('\ud800')),
    );
  });
});
