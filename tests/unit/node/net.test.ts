import realNet from 'node:net';
import { expect, test } from 'vitest';
import './started-thread.ts';
import net from '#runtime/node/net.ts';
import { outcome } from './outcome.ts';

test.each([
  ...['0.0.0.0', '255.255.255.255', '256.0.0.1', '01.2.3.4', '1.2.3', '1.2.3.4.', '1.2.3.4.5', '', 'a'],
  ...['::', '::1', '1:2:3:4:5:6:7:8', '1:2:3:4:5:6:7', '1::2::3', 'fe80::1%eth0', '::1%', '12345::'],
  ...['::ffff:1.2.3.4', '::1.2.3.04', '[::1]', '::1]/a[', '::1@a', ' ::1', '::1\n', '1.2.3.4\n'],
])('isIP(%j) is what it is in Node', (input) => {
  expect(net.isIP(input)).toBe(realNet.isIP(input));
});

test.each(['BlockList', 'BoundSocket', 'SocketAddress'] as const)(
  '%s() says that it is unavailable',
  (name) => {
    expect(outcome(() => Reflect.construct(Reflect.get(net, name) as () => never, []))).toMatchObject({
      code: 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM',
      message: `The feature net.${name}() is unavailable on the current platform, which is being used to run Node.js`,
    });
  },
);
