import { describe, expect, it } from 'vitest';
import { headersFor, parseHeadersFile, type HeaderRule } from '../../../scripts/headers-file.ts';
import { caddySnippet, headersFile, nginxSnippet, vercelConfig } from '../../../src/build/header-formats.ts';

const rules: HeaderRule[] = [
  { pattern: '/*', headers: [['Cross-Origin-Opener-Policy', 'same-origin']] },
  { pattern: '/_astro/*', headers: [['Cache-Control', 'immutable']] },
  { pattern: '/gil/', headers: [['Content-Security-Policy', "default-src 'self'; script-src 'none'"]] },
];

describe('the _headers file', () => {
  it('reads back as the rules it was written from', () => {
    expect(parseHeadersFile(headersFile(rules))).toEqual(rules);
  });

  it.each([
    ['/', { 'Cross-Origin-Opener-Policy': 'same-origin' }],
    ['/_astro/page.css', { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cache-Control': 'immutable' }],
    [
      '/gil/',
      {
        'Cross-Origin-Opener-Policy': 'same-origin',
        'Content-Security-Policy': "default-src 'self'; script-src 'none'",
      },
    ],
    ['/gil/more', { 'Cross-Origin-Opener-Policy': 'same-origin' }],
  ])('gives %s its headers', (pathname, expected) => {
    expect(Object.fromEntries(headersFor(rules, pathname))).toEqual(expected);
  });

  it('joins the values of two rules that set the same header, as hosts do', () => {
    const twice: HeaderRule[] = [
      { pattern: '/*', headers: [['Vary', 'accept']] },
      { pattern: '/a', headers: [['Vary', 'origin']] },
    ];
    expect(headersFor(twice, '/a').get('Vary')).toBe('accept, origin');
  });
});

describe('the forms for other hosts', () => {
  it("names every rule in Vercel's configuration", () => {
    const config = JSON.parse(vercelConfig(rules)) as { headers: { source: string }[] };
    expect(config.headers.map(({ source }) => source)).toEqual(['/(.*)', '/_astro/(.*)', '/gil/']);
  });

  it('repeats the site-wide headers in every nginx location, since nginx does not inherit them', () => {
    const locations = nginxSnippet(rules).split('\n\n');
    expect(locations).toHaveLength(3);
    for (const location of locations)
      expect(location).toContain('Cross-Origin-Opener-Policy "same-origin" always;');
  });

  it('writes one Caddy directive for each rule', () => {
    expect(caddySnippet(rules).match(/^header /gm)).toHaveLength(3);
  });
});
