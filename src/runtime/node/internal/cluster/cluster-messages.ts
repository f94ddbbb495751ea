import type { Endpoint } from '../net/endpoint.ts';
import type { IpcTarget } from '../ipc-channel.ts';

/** What the primary process and a worker say to each other, beside the program's messages. */
export type ClusterMessage = {
  readonly cmd: 'NODE_CLUSTER';
  readonly seq: number;
  /** The `seq` of the message that this one answers. */
  readonly ack?: number;
} & (
  | { readonly act: 'online' | 'exitedAfterDisconnect' | 'disconnect' }
  /** A worker wants to listen, for the n-th time at this place. */
  | { readonly act: 'queryServer'; readonly at: Endpoint; readonly backlog: number; readonly index: number }
  | ({ readonly act: 'listening' } & ListeningAddress)
  | { readonly act: 'close'; readonly key: string }
  /** A connection, a descriptor of the worker, for one of its servers. */
  | { readonly act: 'newconn'; readonly key: string; readonly fd: number }
  | ({ readonly act: 'reply' } & Reply)
);

/** What a worker tells of its server, as programs hear of it. */
export interface ListeningAddress {
  readonly addressType: 4 | -1;
  readonly address: string | null;
  readonly port: number;
}

/** An answer; which of these it has depends on the question. */
export interface Reply {
  /** Whether a worker has taken the connection. */
  readonly accepted?: boolean;
  /** Why the primary could not listen. */
  readonly error?: { readonly code: string };
  readonly key?: string;
  readonly at?: Endpoint;
  /** A listening socket, a descriptor of the worker, when workers accept by themselves. */
  readonly fd?: number;
}

type Unsent<Message> = Message extends unknown ? Omit<Message, 'cmd' | 'seq'> : never;
type OnReply = (reply: Reply) => void;

const awaited = new Map<number, OnReply>();
let lastSeq = 0;

/** Sends a message to the other side; false when it is gone. */
export function tell(peer: IpcTarget, message: Unsent<ClusterMessage>, onReply?: OnReply): boolean {
  if (!peer.connected) return false;
  const seq = ++lastSeq;
  if (onReply) awaited.set(seq, onReply);
  peer.send!({ ...message, cmd: 'NODE_CLUSTER', seq });
  return true;
}

/** Answers a message. */
export function reply(peer: IpcTarget, to: ClusterMessage, answer: Reply = {}): void {
  tell(peer, { ...answer, act: 'reply', ack: to.seq });
}

/** Calls back with the messages of the other side that are no answers. */
export function onClusterMessage(peer: IpcTarget, callback: (message: ClusterMessage) => void): void {
  peer.on('internalMessage', (received: unknown) => {
    const message = received as ClusterMessage;
    if (message.cmd !== 'NODE_CLUSTER') return;
    if (message.ack === undefined) {
      callback(message);
      return;
    }
    const onReply = awaited.get(message.ack);
    awaited.delete(message.ack);
    onReply?.(message as Reply);
  });
}
