const cluster = require('cluster');
const { once } = require('events');
const net = require('net');

cluster.schedulingPolicy = cluster.SCHED_NONE;
const read = async (socket) => {
  let text = '';
  for await (const chunk of socket.setEncoding('utf8')) text += chunk;
  return text;
};

(async () => {
  if (cluster.isWorker) {
    const server = net.Server((socket) => socket.end('shared')).listen(0, 'localhost');
    process.once('message', (message) => process.send(message));
    server.on('close', () => process.exit(server.address() === null ? 5 : 6));
    return;
  }
  cluster.setupMaster({ serialization: 'advanced' });
  const workers = [cluster.fork(), cluster.fork()];
  const places = await Promise.all(workers.map((worker) => once(worker, 'listening')));
  const [{ address, addressType, port }] = places[0];
  console.log(places[1][0].port === port, address, addressType, cluster.settings.serialization);
  for (let count = 0; count < 3; count += 1) console.log(await read(net.connect(port)));
  workers[0].send(new Map([[1, 2n]]));
  console.log((await once(workers[0], 'message'))[0]);
  cluster.disconnect();
  console.log(await Promise.all(workers.map((worker) => once(worker, 'exit'))));
})();
