import { UNTAKEN_MESSAGES } from '../protocol/shared-memory.ts';
import type { ThreadToKernel } from '../protocol/thread-messages.ts';
import type { MessageRouter } from './message-router.ts';
import type { Thread } from './thread.ts';

/** How often to look whether a crowded receiver has taken some of its messages. */
const ROOM_CHECK_MS = 10;

/** A promise for room, when so many messages wait where this one went that its sender must wait too. */
export function roomAfter(
  message: ThreadToKernel,
  sender: Thread,
  router: MessageRouter<Thread>,
): Promise<void> | undefined {
  const isCrowded = (): boolean => {
    if (message.type === 'port.post') return router.waitingBehind(message.from) > UNTAKEN_MESSAGES;
    if (message.type !== 'system-call' || message.name !== 'channel.post') return false;
    return [...sender.process.threads.values()].some((other) => other.untakenWeight > UNTAKEN_MESSAGES);
  };
  return isCrowded() ? untilNot(isCrowded, sender) : undefined;
}

/** The receiver does not tell when it has taken some: look again and again. */
async function untilNot(isCrowded: () => boolean, sender: Thread): Promise<void> {
  while (!sender.ended && isCrowded()) {
    await new Promise((resolve) => setTimeout(resolve, ROOM_CHECK_MS));
  }
}
