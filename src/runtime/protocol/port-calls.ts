import type { PortId, ReceivedMessage } from './port-messages.ts';

/** System calls on ports; what needs no answer travels as a `PortRequest` instead. */
export interface PortCalls {
  /**
   * The next message of a port, for `receiveMessageOnPort`, or `null` when none waits.
   * `received` is how many messages the thread has seen on the port; see `MessageRouter.receive`.
   */
  'port.receive'(port: PortId, received: number): ReceivedMessage | null;
}
