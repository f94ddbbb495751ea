import type { SharedEnd } from '../protocol/descriptor-calls.ts';
import { PipeRing } from '../protocol/pipe-ring.ts';
import type { SystemCallContext } from './system-call-context.ts';

/** So many uses go through the kernel before it is asked to share: most descriptors are used less often. */
const USES_BEFORE_ASKING = 2;

type Direction = 'reading' | 'writing';
type End = PipeRing | SharedEnd;

interface Descriptor {
  uses: number;
  reading: End;
  writing: End;
}

/** The pipes whose bytes this process reads and writes without the kernel, by descriptor. */
export class SharedPipes {
  readonly #context: SystemCallContext;
  readonly #byDescriptor = new Map<number, Descriptor>();

  constructor(context: SystemCallContext) {
    this.#context = context;
  }

  /** The ring in which the bytes are that the descriptor reads or writes; `undefined` when the kernel is to be asked. */
  ring(fd: number, direction: Direction): PipeRing | undefined {
    const descriptor = this.#of(fd);
    const end = descriptor[direction];
    if (end === 'never') return undefined;
    if (end instanceof PipeRing && end.isShared) return end;
    descriptor.uses += 1;
    if (descriptor.uses <= USES_BEFORE_ASKING) return undefined;
    descriptor.uses = 0;
    this.#share(fd, descriptor);
    const shared = descriptor[direction];
    return shared instanceof PipeRing ? shared : undefined;
  }

  /** To be called when a descriptor is closed, or leads elsewhere. */
  forget(fd: number): void {
    this.#byDescriptor.delete(fd);
  }

  #share(fd: number, descriptor: Descriptor): void {
    const { reading, writing } = this.#context.ask('descriptor.share', fd);
    descriptor.reading = this.#open(reading);
    descriptor.writing = this.#open(writing);
  }

  #open(end: SharedEnd): End {
    return typeof end === 'string' ? end : new PipeRing(this.#context.shared.memory, end);
  }

  #of(fd: number): Descriptor {
    const known = this.#byDescriptor.get(fd);
    if (known) return known;
    const made: Descriptor = { uses: 0, reading: 'later', writing: 'later' };
    this.#byDescriptor.set(fd, made);
    return made;
  }
}
