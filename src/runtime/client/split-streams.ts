import { STDERR_BEGINS, STDERR_ENDS } from '../protocol/output-marks.ts';

/** A piece of what a program printed, and through which of its two streams. */
export interface OutputChunk {
  readonly stream: 'stdout' | 'stderr';
  readonly text: string;
}

/**
 * Splits the merged output of a host into stdout and stderr at the marks of `protocol/output-marks.ts`. A mark that is
 * cut in two by the end of a chunk is kept back until the rest arrives. Output without marks is all stdout.
 */
export function splitStreams(): TransformStream<string, OutputChunk> {
  let stream: OutputChunk['stream'] = 'stdout';
  let kept = '';

  return new TransformStream({
    transform(chunk, controller) {
      let text = kept + chunk;
      for (;;) {
        const mark = stream === 'stdout' ? STDERR_BEGINS : STDERR_ENDS;
        const at = text.indexOf(mark);
        if (at === -1) {
          kept = startOfMark(text, mark);
          emit(controller, stream, text.slice(0, text.length - kept.length));
          return;
        }
        emit(controller, stream, text.slice(0, at));
        text = text.slice(at + mark.length);
        stream = stream === 'stdout' ? 'stderr' : 'stdout';
      }
    },
    flush(controller) {
      emit(controller, stream, kept);
    },
  });
}

function emit(
  controller: TransformStreamDefaultController<OutputChunk>,
  stream: OutputChunk['stream'],
  text: string,
): void {
  if (text !== '') controller.enqueue({ stream, text });
}

/** The longest end of `text` that the mark may go on from. */
function startOfMark(text: string, mark: string): string {
  for (let length = Math.min(mark.length - 1, text.length); length > 0; length--) {
    if (text.endsWith(mark.slice(0, length))) return mark.slice(0, length);
  }
  return '';
}
