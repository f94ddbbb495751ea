import { parentPort, workerData } from 'node:worker_threads';

const roles = {
  echo() {
    parentPort.on('message', (message) => parentPort.postMessage(message));
  },

  mixed() {
    parentPort.once('message', () => {
      for (let number = 0; number < workerData; number++) {
        if (number % 53 === 0) {
          const bytes = new ArrayBuffer(number);
          parentPort.postMessage({ number, bytes }, [bytes]);
        } else if (number % 97 === 0) parentPort.postMessage({ number, large: 'x'.repeat(30_000) });
        else if (number % 31 === 0) parentPort.postMessage({ number, shared: new SharedArrayBuffer(8) });
        else parentPort.postMessage({ number });
      }
      let heard = 0;
      parentPort.on('message', (count) => {
        if (count !== ++heard * 3) throw new Error(`${count} is not ${heard * 3}`);
        if (heard === workerData / 3) parentPort.close();
      });
    });
  },

  end() {
    let count = 0;
    let heard = 0;
    parentPort.on('message', () => {
      for (let i = 0; i < 40; i++) parentPort.postMessage(count++);
      if (++heard < 10) return;
      if (workerData === 'exit') process.exit(3);
      if (workerData === 'throw') throw new Error('thrown');
      parentPort.close();
    });
  },

  sleepless() {
    const { flag, port } = workerData;
    for (let i = 0; i < 5; i++) port.postMessage('hello');
    let round = 0;
    const next = () => {
      while (Atomics.load(flag, 0) === -round) Atomics.wait(flag, 0, -round);
      round += 1;
      port.postMessage(round % 10 === 0 ? { round, large: 'x'.repeat(20_000) } : { round });
      Atomics.store(flag, 0, -round);
      Atomics.notify(flag, 0);
      setImmediate(next);
    };
    setTimeout(next, 10);
  },

  async sleeper() {
    const { flag } = workerData;
    for (let round = 0; round < 50; round++) {
      parentPort.postMessage(round);
      while (Atomics.load(flag, 0) === round) {
        if (Atomics.wait(flag, 0, round, 5000) === 'timed-out') throw new Error('nobody woke me');
      }
      await null;
      if (round % 5 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
  },

  rally() {
    const { port, serve } = workerData;
    port.on('message', (ball) => {
      if (ball < 300) port.postMessage(ball + 1);
      if (ball < 299) return;
      parentPort.postMessage(ball);
      port.close();
    });
    if (serve) port.postMessage(0);
  },
};

roles[process.argv[2]]();
