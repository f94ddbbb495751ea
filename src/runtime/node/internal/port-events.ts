import { native } from '../../thread/thread-state.ts';

/** The event that a listener of the web's style gets for a message. */
export function messageEvent(target: object, data: unknown, ports: readonly MessagePort[] = []): Event {
  return aimAt(target, new native.MessageEvent('message', { data, ports: [...ports] }));
}

/** The event of a port that is closed. */
export function closeEvent(target: object): Event {
  return aimAt(target, new Event('close'));
}

/** The event of something that a program emits on a port. */
export function customEvent(target: object, type: string, detail: unknown): Event {
  return aimAt(target, new CustomEvent(type, { detail }));
}

/** Our own dispatch does not go through the browser's, which alone may set the target of an event. */
function aimAt(target: object, event: Event): Event {
  for (const name of ['target', 'currentTarget', 'srcElement'])
    Object.defineProperty(event, name, { value: target, configurable: true });
  return event;
}
