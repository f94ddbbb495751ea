import type { InspectContext } from './inspect.ts';
import { getStringWidth, inspect, inspectCustom } from './inspect.ts';

const URL_PARTS = [
  ...([
    'href',
    'origin',
    'protocol',
    'username',
    'password',
    'host',
    'hostname',
    'port',
    'pathname',
    'search',
  ] as const),
  ...(['searchParams', 'hash'] as const),
];

/** Shows objects of the web's classes as Node does, by what they hold: the browser's hold it out of sight. */
export function inspectWebClasses(): void {
  show(URL, (url) => Object.fromEntries(URL_PARTS.map((part) => [part, url[part]])));
  show(AbortController, ({ signal }) => ({ signal }));
  show(AbortSignal, ({ aborted }) => ({ aborted }));
  show(Blob, ({ size, type }) => ({ size, type }));
  show(Event, ({ type, defaultPrevented, cancelable, timeStamp }) => ({
    type,
    defaultPrevented,
    cancelable,
    timeStamp,
  }));
  show(TextDecoder, ({ encoding, fatal, ignoreBOM }) => ({ encoding, fatal, ignoreBOM }));
  define(TextEncoder, function (this: TextEncoder, _depth, context) {
    return inspect({ encoding: this.encoding }, context);
  });
  define(URLSearchParams, function (this: URLSearchParams, depth, context) {
    if (depth !== null && depth < 0) return context.stylize('[Object]', 'special');
    const show = (text: string): string => inspect(text, context);
    const pairs = Array.from(this, ([name, value]) => `${show(name)} => ${show(value)}`);
    const name = this.constructor.name;
    if (pairs.length === 0) return `${name} {}`;
    const isLong = getStringWidth(pairs.join(', ')) > (context.breakLength ?? 80);
    return isLong ? `${name} {\n  ${pairs.join(',\n  ')} }` : `${name} { ${pairs.join(', ')} }`;
  });
}

interface Class<Instance> {
  readonly prototype: Instance;
}

type CustomInspection<Instance> = (this: Instance, depth: number | null, context: InspectContext) => unknown;

function show<Instance extends object>(shown: Class<Instance>, contents: (object: Instance) => object): void {
  define(shown, function (this: Instance, depth, context) {
    if (depth !== null && depth < 0) return this;
    const inner = { ...context, depth: context.depth == null ? null : context.depth - 1 };
    return `${this.constructor.name} ${inspect(contents(this), inner)}`;
  });
}

function define<Instance extends object>(shown: Class<Instance>, value: CustomInspection<Instance>): void {
  Object.defineProperty(shown.prototype, inspectCustom, { value, writable: true, configurable: true });
}
