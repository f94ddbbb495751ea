import type { SystemCallName } from '../protocol/system-calls.ts';
import type { SharedMappings } from './shared-mappings.ts';
import type { KernelGate } from './system-call-context.ts';

/** Others may learn from these what this process has done before. */
const TELLING = new Set<SystemCallName>([
  'close',
  'descriptor.write-now',
  'file-lock.unlock',
  'fs.read',
  'fs.write',
  'process.exit',
  'process.kill',
  'process.spawn',
  'socket.connect',
  'socket.shutdown',
  'write',
]);

/** From these this process may learn what others have done before. */
const HEARING = new Set<SystemCallName>([
  'descriptor.poll',
  'descriptor.read-now',
  'descriptor.wait',
  'file-lock.lock',
  'fs.write',
  'process.wait',
  'process.wait-now',
  'read',
  'socket.accept',
]);

/** A way to the kernel on which processes agree about the memory that they share whenever they may agree about anything. */
export function synchronizing(kernel: KernelGate, mappings: SharedMappings): KernelGate {
  return {
    callSync: (name, ...args) => {
      if (TELLING.has(name)) mappings.synchronize();
      const result = kernel.callSync(name, ...args);
      if (HEARING.has(name)) mappings.synchronize();
      return result;
    },
    submit: (name, args, callback) => {
      if (TELLING.has(name)) mappings.synchronize();
      return kernel.submit(name, args, (error, value) => {
        if (HEARING.has(name)) mappings.synchronize();
        callback(error, value);
      });
    },
  };
}
