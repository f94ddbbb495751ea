const controller = new AbortController();
console.log(controller, controller.signal);
controller.abort('why');
console.log(controller.signal);

const url = new URL('http://user:pass@host:81/path?x=1#hash');
console.log(url, [new URL('https://x/')]);
console.log(url.searchParams, new URLSearchParams(), new URLSearchParams({ ['a'.repeat(40)]: 'b'.repeat(40), c: 'd' }));
console.log(new Blob(['abc']), [new Blob(['x'], { type: 'text/plain' })]);
console.log({ a: { b: { url, controller, parameters: new URLSearchParams('a=1') } } });
class Mine extends URL {}
console.log(new Mine('http://mine/').href, `${url}`, JSON.stringify({ url }), Object.keys(url));
