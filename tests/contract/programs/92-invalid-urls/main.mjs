import url from 'node:url';

const wrong = [
  () => new URL('not a url'),
  () => new URL('x', 'y'),
  () => new URL(undefined),
  () => new URL(),
  () => new URL({ toString: () => 'from an object' }),
  () => new url.URL('http://'),
];
for (const make of wrong) {
  try {
    make();
  } catch (error) {
    console.log(error.name, error.message, { ...error }, error.stack.split('\n')[0]);
  }
}
class Own extends URL {}
console.log(new Own('/path', 'http://host').href, new Own('a:b') instanceof URL, new URL('a:b').constructor === URL);
console.log(URL.name, URL.length, URL.parse('bad'), URL.canParse('bad'), Own.canParse('a:b'), url.URL === URL);
