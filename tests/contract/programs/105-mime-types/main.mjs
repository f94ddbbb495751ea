// `util.MIMEType`: what it takes, what it refuses, and what it writes.
import util, { MIMEType, MIMEParams, inspect } from 'node:util';
const attempt = (title, run) => {
  try {
    console.log(title, run());
  } catch (e) {
    console.log(title, e.name, e.code, e.message, e.input);
  }
};
attempt('ctor', () => new MIMEType());
attempt('call', () => MIMEType('a/b'));
attempt('num', () => new MIMEType(5));
attempt('obj', () => new MIMEType({ toString: () => 'text/plain' }).toString());
for (const s of [
  'text/html',
  'Text/HTML;Charset=UTF-8',
  'text/html; charset="a b"; q=1;q=2',
  ' text/plain ',
  'text',
  '/html',
  'text/',
  'te xt/html',
  'text/ht ml',
  'text/html;',
  'text/html;x',
  'text/html;x=',
  'text/html;="y"',
  'text/html;a="\\"q\\\\"',
  'text/html;a="unclosed',
  'text/html;a=b;c=d ; e=f',
  'a/b;x=ü',
  'a/b; X=1 ;x=2',
  'text/html;a=b"c',
  '',
  'a/b/c',
  'a/b;c="d";e',
])
  attempt(JSON.stringify(s), () => {
    const m = new MIMEType(s);
    return [m.type, m.subtype, m.essence, String(m), [...m.params]];
  });
const m = new MIMEType('text/html;a=1');
attempt('type', () => (m.type = 'bad type'));
attempt('subtype', () => (m.subtype = ''));
m.subtype = 'XML';
console.log(m.essence);
attempt('essence', () => {
  m.essence = 'x';
  return m.essence;
});
console.log(
  m,
  inspect(m.params),
  m.params.toString(),
  m.params.has('a'),
  m.params.get('zz'),
  m.params.delete('a'),
  String(m),
);
m.params.set('k', 'v w');
m.params.set('e', '');
m.params.set('q', '"\\');
console.log(String(m), JSON.stringify(m), [...m.params.keys()], [...m.params.values()], m.params.entries());
attempt('badset', () => m.params.set('b ad', 'x'));
attempt('badval', () => m.params.set('x', 'ü€'));
attempt('set1', () => m.params.set('x'));
const p = new MIMEParams();
p.set('a', 'b');
console.log(
  p,
  String(p),
  Object.prototype.toString.call(p),
  Object.keys(m),
  m.constructor.name,
  JSON.stringify(p),
);
attempt('params=', () => {
  'use strict';
  m.params = 5;
});
