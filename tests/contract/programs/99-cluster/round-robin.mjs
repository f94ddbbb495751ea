import cluster, { isPrimary } from 'node:cluster';
import { once } from 'node:events';
import http from 'node:http';
import { request } from './request.mjs';

if (isPrimary) {
  console.log(cluster.isMaster, cluster.isWorker, cluster.worker, cluster.SCHED_NONE, cluster.SCHED_RR, cluster.schedulingPolicy);
  const events = [];
  for (const name of ['setup', 'fork', 'online', 'listening', 'disconnect', 'exit']) {
    cluster.on(name, (of, ...details) => events.push([name, of.id ?? Object.keys(of).join(), ...details]));
  }
  const fork = (NAME) => cluster.fork({ NAME });
  const first = fork('a');
  console.log(Object.keys(cluster.workers), first.id, first.state, first.isDead(), first.isConnected(), first.exitedAfterDisconnect);
  console.log(first instanceof cluster.Worker, cluster.workers[1] === first, first.process.pid > 0);
  // One after the other: what the two print has an order.
  const [{ port }] = await once(first, 'listening');
  const second = fork('b');
  const [other] = await once(second, 'listening');
  console.log(port === other.port, other.address, other.addressType, first.state, second.state);

  const answers = {};
  for (let count = 0; count < 6; count += 1) {
    const answer = await request({ port, agent: false });
    answers[answer] = (answers[answer] ?? 0) + 1;
  }
  console.log(answers);
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  const kept = [];
  for (let count = 0; count < 4; count += 1) kept.push(await request({ port, agent }));
  console.log(new Set(kept).size, kept.length);
  agent.destroy();

  cluster.on('message', ({ id }, message) => console.log('from', id, message));
  first.send({ question: [1] });
  console.log('to the worker', (await once(first, 'message'))[0]);
  first.disconnect();
  console.log(await once(first, 'exit'), first.exitedAfterDisconnect, first.state, first.isConnected());
  second.kill();
  console.log(await once(second, 'exit'), second.exitedAfterDisconnect, second.isDead(), cluster.workers);
  for (const id of [1, 2]) console.log(events.filter(([, of]) => of === id).map(([name, , ...rest]) => (name === 'exit' ? [name, ...rest] : name)));
  console.log(events.find(([name]) => name === 'setup'));
  cluster.disconnect(() => console.log('none left'));
} else {
  const { NAME, NODE_UNIQUE_ID } = process.env;
  console.log(cluster.isPrimary, cluster.isWorker, cluster.worker.id, cluster.worker.state, NODE_UNIQUE_ID, cluster.workers);
  http.createServer((_request, response) => response.end(NAME)).listen(0);
  process.on('message', (message) => process.send({ answer: message, from: NAME }));
}
