console.log(new Proxy({ a: 1 }, {}));
console.log(Promise.resolve(4), Promise.reject(new Error('x')).catch(() => {}));
