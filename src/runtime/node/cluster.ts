/**
 * `node:cluster`, for programs without a network: every process is a primary one. What would start a worker that shares a server
 * can be imported, and throws when it is called.
 *
 * @see https://nodejs.org/api/cluster.html
 */
import EventEmitter from './events.ts';
import { absentFunctions } from './internal/absent-functions.ts';

const SCHED_RR = 2;

export default Object.assign(new EventEmitter(), {
  isWorker: false,
  isMaster: true,
  isPrimary: true,
  workers: {},
  settings: {},
  SCHED_NONE: 1,
  SCHED_RR,
  schedulingPolicy: SCHED_RR,
  ...absentFunctions('cluster', ['Worker', 'disconnect', 'fork', 'setupMaster', 'setupPrimary']),
});
