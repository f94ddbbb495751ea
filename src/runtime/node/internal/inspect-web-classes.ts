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
  const itself = (object: object): object => object;
  const byName = (object: object): string => object.constructor.name;
  define(URL, function (this: URL, depth, context) {
    if (depth !== null && depth < 0) return this;
    const parts = Object.fromEntries(URL_PARTS.map((part) => [part, this[part]]));
    return `${this.constructor.name} ${inspect(parts, context)}`;
  });
  show(AbortController, ({ signal }) => ({ signal }), itself);
  show(EventTarget, () => ({}), byName);
  show(AbortSignal, ({ aborted }) => ({ aborted }));
  show(Blob, ({ size, type }) => ({ size, type }));
  show(File, ({ size, type, name, lastModified }) => ({ size, type, name, lastModified }));
  show(Headers, (headers) => Object.fromEntries(headers));
  show(
    Event,
    ({ type, defaultPrevented, cancelable, timeStamp }) => ({
      type,
      defaultPrevented,
      cancelable,
      timeStamp,
    }),
    byName,
  );
  show(TextDecoder, ({ encoding, fatal, ignoreBOM }) => ({ encoding, fatal, ignoreBOM }));
  for (const group of [Intl, (globalThis as { Temporal?: object }).Temporal ?? {}]) nameByTag(group);
  define(TextEncoder, function (this: TextEncoder, depth, context) {
    return depth !== null && depth < 0 ? this : inspect({ encoding: this.encoding }, context);
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

/** @param beyondDepth what stands for an object that is too deep to be shown: its class in brackets, without */
function show<Instance extends object>(
  shown: Class<Instance>,
  contents: (object: Instance) => object,
  beyondDepth?: (object: Instance) => unknown,
): void {
  define(shown, function (this: Instance, depth, context) {
    if (depth !== null && depth < 0)
      return beyondDepth ? beyondDepth(this) : context.stylize(`[${this.constructor.name}]`, 'special');
    const inner = { ...context, depth: context.depth == null ? null : context.depth - 1 };
    return `${this.constructor.name} ${inspect(contents(this), inner)}`;
  });
}

/** Classes whose tag is their full name are called by it, as in `Intl.Collator {}`. */
function nameByTag(classes: object): void {
  for (const shown of Object.values(Object.getOwnPropertyDescriptors(classes))) {
    const prototype = (shown.value as Partial<Class<object>> | undefined)?.prototype;
    const tag = (prototype as { [Symbol.toStringTag]?: string } | undefined)?.[Symbol.toStringTag];
    if (!prototype || tag === undefined) continue;
    define({ prototype }, function (_depth, context) {
      const { name } = this.constructor;
      return `${tag.endsWith(`.${name}`) ? tag : `${name} [${tag}]`} ${inspect({ ...this }, context)}`;
    });
  }
}

function define<Instance extends object>(shown: Class<Instance>, value: CustomInspection<Instance>): void {
  Object.defineProperty(shown.prototype, inspectCustom, { value, writable: true, configurable: true });
}
