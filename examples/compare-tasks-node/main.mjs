import { performance } from 'node:perf_hooks';
import {
  inProcesses,
  inThreads,
  onTheEventLoop,
  oneAfterAnother,
} from './ways.mjs';

const ways = {
  'one after another': oneAfterAnother,
  'at once, on the event loop': onTheEventLoop,
  'in threads': inThreads,
  'in processes': inProcesses,
};

console.log(
  'Each task three times; the median of 3 measurements, ' +
    'and from best to worst',
);
for (const task of ['wait', 'compute']) {
  for (const [title, way] of Object.entries(ways)) {
    const times = [];
    for (let i = 0; i < 3; i++) {
      const start = performance.now();
      await way(task);
      times.push(performance.now() - start);
    }
    const [best, median, worst] = times
      .sort((a, b) => a - b)
      .map((time) => time.toFixed(0));
    console.log(
      `${task} ${title}`.padEnd(34),
      `${median.padStart(4)} ms (${best}–${worst} ms)`,
    );
  }
}
