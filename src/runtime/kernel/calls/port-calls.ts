import type { PortCalls } from '../../protocol/port-calls.ts';
import { encodeClone } from '../../protocol/encode-clone.ts';
import type { MessageRouter } from '../message-router.ts';
import type { SystemCallHandlers } from '../system-call-handlers.ts';
import type { Thread } from '../thread.ts';

/** Answers the system calls on ports. */
export function portCalls(router: MessageRouter<Thread>): SystemCallHandlers<PortCalls> {
  return {
    'port.receive': ({ thread }, port, received) => {
      const payload = router.receive(thread, port, received);
      if (!payload) return null;
      return { bytes: encodeClone(payload.value, payload.ports), handovers: payload.handovers };
    },
  };
}
