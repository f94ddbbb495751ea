import { PROGRAM_STARTS, STDERR_BEGINS, STDERR_ENDS } from '../protocol/output-marks.ts';

/** A piece of what a program printed, and through which of its two streams. */
export interface OutputChunk {
  readonly stream: 'stdout' | 'stderr';
  readonly text: string;
}

/** What the host tells of a program before its first output: how far its interpreter has loaded, and that it starts. */
export type LoadingStep =
  | { readonly step: 'loading'; readonly loadedBytes: number; readonly totalBytes: number }
  | { readonly step: 'started' };

/**
 * Splits the merged output of a host into stdout, stderr and steps of loading, at the marks of
 * `protocol/output-marks.ts`. A mark that is cut in two by the end of a chunk is kept back until the rest arrives.
 * Output without marks is all stdout.
 */
export function splitStreams(): TransformStream<string, OutputChunk | LoadingStep> {
  let stream: OutputChunk['stream'] = 'stdout';
  let kept = '';
  const print = (controller: Controller, text: string): void => {
    if (text !== '') controller.enqueue({ stream, text });
  };

  return new TransformStream({
    transform(chunk, controller) {
      const text = kept + chunk;
      let printed = 0;
      for (const { index, 0: mark, 1: loadedBytes, 2: totalBytes } of text.matchAll(MARKS)) {
        print(controller, text.slice(printed, index));
        printed = index + mark.length;
        if (mark === STDERR_BEGINS) stream = 'stderr';
        else if (mark === STDERR_ENDS) stream = 'stdout';
        else if (mark === PROGRAM_STARTS) controller.enqueue({ step: 'started' });
        else
          controller.enqueue({
            step: 'loading',
            loadedBytes: Number(loadedBytes),
            totalBytes: Number(totalBytes),
          });
      }
      const rest = text.slice(printed);
      kept = pieceOfMark(rest);
      print(controller, rest.slice(0, rest.length - kept.length));
    },
    flush(controller) {
      print(controller, kept);
    },
  });
}

type Controller = TransformStreamDefaultController<OutputChunk | LoadingStep>;

const MARKS = /\x1b\]7170;(?:[eos]|l;(\d{1,12});(\d{1,12}))\x07/g;
const MARK_BEGINS = '\x1b]7170;';

/** The end of a chunk that the next one may complete to a mark, or nothing. */
function pieceOfMark(text: string): string {
  const at = text.lastIndexOf('\x1b');
  if (at === -1) return '';
  const piece = text.slice(at);
  const mayGoOn = piece.startsWith(MARK_BEGINS)
    ? /^[a-z\d;]{0,27}$/.test(piece.slice(MARK_BEGINS.length))
    : MARK_BEGINS.startsWith(piece);
  return mayGoOn ? piece : '';
}
