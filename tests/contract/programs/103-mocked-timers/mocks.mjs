// `node:test`: timers that fire when the test says so, mocked functions and properties, and when the lines are printed.
import test, { describe, it, before, beforeEach, mock } from 'node:test';
import timers from 'node:timers';
import timersPromises from 'node:timers/promises';

function attempt(title, run) {
  try {
    console.log(title, run());
  } catch ({ name, code, message }) {
    console.log(title, name, code, message);
  }
}

describe('before the report flows', () => {
  before(() => console.log('before'));
  beforeEach(({ name }) => console.log('beforeEach', name));
  it('passes', () => {});
  it('fails', () => {
    throw new Error('as it should');
  });
  it('waits', () => new Promise((resolve) => setTimeout(resolve, 2)));
  it('comes after', () => console.log('after'));
});

test('errors of mocked timers', () => {
  attempt('tick', () => mock.timers.tick());
  attempt('api', () => mock.timers.enable({ apis: ['nope'] }));
  attempt('apis', () => mock.timers.enable({ apis: 5 }));
  mock.timers.enable();
  attempt('twice', () => mock.timers.enable());
  attempt('negative', () => mock.timers.tick(-1));
  mock.timers.reset();
});

test('mocked timers', async (t) => {
  t.mock.timers.enable({ now: 1000 });
  console.log(new Date().toISOString(), Date.now(), new Date(5).getTime(), Date.name, Date.isMock);
  setTimeout((...args) => console.log('timeout', args, Date.now()), 100, 'x');
  const interval = setInterval(() => console.log('interval', Date.now()), 30);
  setImmediate(() => console.log('immediate'));
  t.mock.timers.tick(0);
  t.mock.timers.tick(59);
  t.mock.timers.tick(50);
  clearInterval(interval);
  setTimeout(() => {
    console.log('outer');
    setTimeout(() => console.log('inner'), 5);
  }, 5);
  t.mock.timers.runAll();
  t.mock.timers.runAll();
  timers.setTimeout(() => console.log('of the module'), 1);
  timersPromises.setTimeout(3, 'value').then((value) => console.log('promise', value));
  timersPromises.scheduler.wait(4).then(() => console.log('waited'));
  const each = (async () => {
    let count = 0;
    for await (const value of timersPromises.setInterval(10, 'each')) {
      console.log(value, ++count);
      if (count === 2) break;
    }
  })();
  const signal = AbortSignal.timeout(6);
  signal.onabort = () => console.log('aborted', signal.reason.name);
  t.mock.timers.tick(10);
  t.mock.timers.tick(10);
  await each;
  t.mock.timers.setTime(5000);
  console.log(Date.now());
  setTimeout(() => console.log('never'));
});

test('after the mocks', (t) => {
  console.log(Date.isMock, Date.now() > 1e12);
  const object = {
    get value() {
      return 1;
    },
    set value(value) {
      console.log('really set to', value);
    },
    property: 1,
    method() {
      return 'original';
    },
  };
  const getter = t.mock.getter(object, 'value', () => 2);
  console.log(object.value, getter.mock.callCount());
  getter.mock.restore();
  const setter = t.mock.setter(object, 'value', (value) => console.log('mock of', value));
  object.value = 5;
  console.log(setter.mock.calls[0].arguments);
  setter.mock.restore();
  object.value = 6;
  const { mock: property } = t.mock.property(object, 'property', 9);
  console.log(object.property, property.accessCount());
  object.property = 10;
  console.log(
    object.property,
    property.accesses.map(({ type, value }) => [type, value]),
  );
  property.restore();
  console.log(object.property);
  const twice = t.mock.fn(
    () => 'original',
    () => 'mock',
    { times: 2 },
  );
  console.log(twice(), twice(), twice(), twice.mock);
  const once = t.mock.method(object, 'method', () => 'mock', { times: 1 });
  console.log(object.method(), object.method(), once.name);
  const Mocked = t.mock.fn(class A {});
  new Mocked();
  console.log(Mocked.mock.calls[0].target === Mocked, Mocked.mock.calls[0].this);
  attempt('function', () => t.mock.fn(5));
  attempt('method', () => t.mock.method({}, 'x'));
  attempt('getter', () => t.mock.getter({ a: 1 }, 'a'));
  attempt('object', () => t.mock.method(5, 'x'));
  attempt('times', () => t.mock.fn(() => {}, { times: -1 }));
  attempt('once', () => twice.mock.mockImplementationOnce(() => 1, -1));
});

test('context', async (t) => {
  console.log(t.signal, t.passed, t.error, t.attempt);
  let tries = 0;
  const condition = () => {
    if (++tries < 3) throw new Error('not yet');
    return tries;
  };
  console.log(await t.waitFor(condition, { interval: 1 }));
  const never = () => {
    throw new Error('never');
  };
  await t
    .waitFor(never, { timeout: 5, interval: 1 })
    .catch(({ message, cause }) => console.log(message, cause.message));
  t.after(() => console.log('passed', t.passed));
});
test('too slow', { timeout: 5 }, async (t) => {
  t.signal.onabort = () => console.log('told to stop');
  await new Promise((resolve) => setTimeout(resolve, 30));
});
test('planned too late', (t) => {
  t.assert.ok(true);
  t.plan(1);
  t.assert.ok(true);
});
test('planned', { plan: 2 }, async (t) => {
  t.assert.ok(true);
  await t.test('part', () => {});
});
test('planned for later', (t) => {
  t.plan(1, { wait: true });
  setTimeout(() => t.assert.ok(true), 2);
});
