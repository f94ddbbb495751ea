/**
 * `node:cluster`: processes that serve one port. A process that was forked as a worker of a cluster is known by a variable of its
 * environment, as in Node; what starts the thread evaluates this module then, whether or not the program imports it.
 *
 * @see https://nodejs.org/api/cluster.html
 */
import { PrimaryCluster } from './internal/cluster/primary-cluster.ts';
import { WorkerCluster } from './internal/cluster/worker-cluster.ts';
import type { IpcTarget } from './internal/ipc-channel.ts';
import { process } from './process.ts';

const id = process.env['NODE_UNIQUE_ID'];
delete process.env['NODE_UNIQUE_ID'];

export default id === undefined || !('send' in process)
  ? new PrimaryCluster()
  : new WorkerCluster(process as typeof process & Required<IpcTarget>, Number(id) || 0);
