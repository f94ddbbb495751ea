/**
 * `node:test`: tests, suites, hooks and mocked functions, reported as Node's reporter "spec" does. Tests run one after the
 * other. What needs another process or a file of snapshots throws.
 *
 * @see https://nodejs.org/api/test.html
 */
import { absentFunctions } from './internal/absent-functions.ts';
import { currentSuite, declare } from './internal/test-runner/declare.ts';
import { MockTracker } from './internal/test-runner/mock-tracker.ts';
import type { HookName, TestBody, TestNode, TestOptions } from './internal/test-runner/test-node.ts';

type Declare = (...args: unknown[]) => Promise<undefined>;

function declarer(kind: TestNode['kind'], more: TestOptions = {}): Declare {
  return (...args) => declare(kind, currentSuite(), args, more);
}

function withVariants(kind: TestNode['kind'], name: string) {
  const plain = declarer(kind);
  Object.defineProperty(plain, 'name', { value: name, configurable: true });
  return Object.assign(plain, {
    skip: declarer(kind, { skip: true }),
    todo: declarer(kind, { todo: true }),
    only: declarer(kind, { only: true }),
  });
}

function hook(name: HookName): (body: TestBody) => void {
  return (body) => void currentSuite().hooks[name].push(body);
}

const test = withVariants('test', 'test');
const describe = withVariants('suite', 'suite');

export default Object.assign(test, {
  test,
  it: withVariants('test', 'it'),
  describe,
  suite: describe,
  before: hook('before'),
  after: hook('after'),
  beforeEach: hook('beforeEach'),
  afterEach: hook('afterEach'),
  skip: test.skip,
  todo: test.todo,
  only: test.only,
  mock: new MockTracker(),
  ...absentFunctions('test', ['run', 'expectFailure', 'getTestContext']),
});
