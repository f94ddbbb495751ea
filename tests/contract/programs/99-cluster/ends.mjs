import cluster from 'node:cluster';
import { once } from 'node:events';
import { existsSync, rmSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { request } from './request.mjs';

const path = join(tmpdir(), `cluster-${process.ppid}-${process.env.OF ?? process.pid}.sock`);
const roles = {
  crash() {
    net.createServer(() => {
      throw new Error('no connections, please');
    }).listen(process.env.PLACE);
    process.on('uncaughtException', ({ message }) => {
      console.log(message);
      process.exit(3);
    });
  },
  serve() {
    // What the workers and the primary process print shall have an order.
    const lines = [];
    process.on('exit', () => console.log(lines));
    http.createServer((_request, response) => response.end(String(process.pid))).listen(process.env.PLACE);
    process.on('message', (message) => {
      if (message === 'exit') process.exit(7);
      cluster.worker[message]();
      lines.push([cluster.worker.state, cluster.worker.exitedAfterDisconnect]);
    });
    cluster.worker.on('disconnect', () => lines.push(['the primary is gone', cluster.worker.isConnected()]));
  },
};

if (cluster.isPrimary) {
  rmSync(path, { force: true });
  const fork = async (role) => {
    const worker = cluster.fork({ ROLE: role, PLACE: path });
    const [where] = await once(worker, 'listening');
    console.log(role, { ...where, address: where.address === path });
    return worker;
  };
  // A worker that fell is replaced.
  for (const _ of [1, 2]) {
    const worker = await fork('crash');
    net.connect(path).on('error', () => {});
    console.log(worker.id, await once(worker, 'exit'), worker.exitedAfterDisconnect);
  }
  const workers = [await fork('serve'), await fork('serve'), await fork('serve'), await fork('serve')];
  const pids = new Set();
  for (let count = 0; count < 8; count += 1) pids.add(await request({ socketPath: path, agent: false }));
  console.log(workers.every(({ process: { pid } }) => pids.has(String(pid))), pids.size);
  for (const [index, message] of ['exit', 'kill', 'disconnect'].entries()) {
    workers[index].send(message);
    console.log(message, await once(workers[index], 'exit'), workers[index].exitedAfterDisconnect);
  }
  console.log(await request({ socketPath: path, agent: false }) === String(workers[3].process.pid));
  console.log(await new Promise((resolve) => workers[0].send('late', ({ code }) => resolve(code))));
  cluster.disconnect(() => console.log('disconnected', cluster.workers, existsSync(path)));
  console.log(await once(workers[3], 'exit'), workers[3].exitedAfterDisconnect);
} else roles[process.env.ROLE]();
