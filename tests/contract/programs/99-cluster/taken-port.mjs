import cluster from 'node:cluster';
import { once } from 'node:events';
import net from 'node:net';

if (cluster.isPrimary) {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  cluster.setupPrimary({ args: [server.address().port], silent: true });
  const worker = cluster.fork();
  worker.process.stdout.pipe(process.stdout);
  console.log(await once(worker, 'exit'), worker.exitedAfterDisconnect);
  server.close();
} else {
  const port = Number(process.argv[2]);
  for (const host of [[], ['127.0.0.1']]) {
    const [error] = await once(net.createServer().listen(port, ...host), 'error').catch((reason) => [reason]);
    console.log(error.code, error.syscall, error.address, error.port === port, error.message.replace(port, 'port'));
  }
  const own = net.createServer().listen({ port: 0, exclusive: true });
  await once(own, 'listening');
  console.log(own.listening, cluster.worker.state);
  own.close();
  const [one, other] = [net.createServer().listen(0), net.createServer().listen(0)];
  await Promise.all([once(one, 'listening'), once(other, 'listening')]);
  console.log(one.address().port !== other.address().port);
  other.close();
  await once(other, 'close');
  cluster.worker.disconnect();
  await once(one, 'close');
  console.log('closed', cluster.worker.exitedAfterDisconnect);
}
