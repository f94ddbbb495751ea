import type { EventEmitter, EventEmitterConstructor, EventEmitterOptions } from '../events.ts';
import type { EventName } from './registered-listeners.ts';
import { AsyncResource } from '../async-hooks.ts';
import { validateString } from './validators.ts';

interface ResourceOptions extends EventEmitterOptions {
  name?: string;
  triggerAsyncId?: number;
  requireManualDestroy?: boolean;
}

let made: ReturnType<typeof make> | undefined;

/**
 * The class `EventEmitterAsyncResource`, made at first use because it extends a class of a module that itself loads after `events`.
 *
 * @see https://nodejs.org/api/events.html#class-eventseventemitterasyncresource-extends-eventemitter
 */
export function eventEmitterAsyncResource(Base: EventEmitterConstructor): ReturnType<typeof make> {
  return (made ??= make(Base));
}

function make(Base: EventEmitterConstructor) {
  class EventEmitterReferencingAsyncResource extends AsyncResource {
    readonly eventEmitter: EventEmitter;
    constructor(eventEmitter: EventEmitter, type: string, options?: ResourceOptions) {
      super(type, options);
      this.eventEmitter = eventEmitter;
    }
  }

  return class EventEmitterAsyncResource extends Base {
    readonly #resource: EventEmitterReferencingAsyncResource;

    constructor(options?: ResourceOptions | string) {
      const given = typeof options === 'string' ? { name: options } : options;
      if (new.target === EventEmitterAsyncResource) validateString(given?.name, 'options.name');
      super(given);
      this.#resource = new EventEmitterReferencingAsyncResource(this, given?.name ?? new.target.name, given);
    }

    override emit(event: EventName, ...args: unknown[]): boolean {
      return this.#resource.runInAsyncScope(super.emit, this, event, ...args);
    }

    emitDestroy(): void {
      this.#resource.emitDestroy();
    }

    get asyncId(): number {
      return this.#resource.asyncId();
    }

    get triggerAsyncId(): number {
      return this.#resource.triggerAsyncId();
    }

    get asyncResource(): EventEmitterReferencingAsyncResource {
      return this.#resource;
    }
  };
}
