import { setTimeout } from 'node:timers/promises';

export const tasks = {
  wait: () => setTimeout(100),

  compute: () => {
    let sum = 0;
    for (let i = 0; i < 5_000_000; i++) sum += (i * i) % 7;
    return sum;
  },
};
