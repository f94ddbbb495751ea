import { Worker } from 'node:worker_threads';

const attempts = [
  [5], ['x.js'], ['file:///x'], ['data:x'], [new URL('http://x/y')], [{}], ['./x', { env: 5 }], ['./x', { argv: 5 }], ['./x', { execArgv: 5 }],
  ['./x', { execArgv: ['--foo'] }], ['./x', { execArgv: ['--title=x'] }], ['./x', { name: 5 }], [5, { eval: true }],
  ['./x', { workerData() {} }], ['./x', { workerData: { a: () => 1 } }], ['./x', { transferList: [{}] }], ['./x', { transferList: [5] }],
];
for (const attempt of attempts) {
  try {
    new Worker(...attempt);
    console.log('no error');
  } catch (error) {
    console.log(error.constructor.name, error.name, error.code, error.message);
  }
}
