// Assertions that fail, with and without messages.
import assert, { ok } from 'node:assert';

const attempt = (run) => {
  try {
    run();
    console.log('passed');
  } catch (error) {
    console.log(error.name, error.code, error.generatedMessage);
    console.log(error.message);
  }
};

attempt(() => assert(1 === 2));
attempt(() => assert.ok(typeof 123 === 'string'));
attempt(() => assert.ok(null, undefined));
attempt(() => ok(0));
attempt(() => assert.ok('a)(' === 'b' /* a comment ) */));
attempt(() => assert.strict(0));
attempt(() => assert(((value) => value)(0)));
attempt(() => assert());
attempt(() => assert(false, 'because'));
attempt(() => assert.equal(1, 2));
attempt(() => assert.strictEqual('the quick brown fox', 'the quick brown dog'));
attempt(() => assert.deepStrictEqual({ a: 1, b: [1, 2] }, { a: 1, b: [1, 3] }));
attempt(() => assert.notStrictEqual(1, 1));
attempt(() => assert.throws(() => {}));
attempt(() => assert.throws(() => { throw new TypeError('x'); }, RangeError));
attempt(() => assert.match('abc', /x/));
await assert.rejects(Promise.reject(new Error('no')), /no/);
