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
 * Output without marks is all stdout. The pieces of a chunk stay together: a flood of both streams has thousands, and each
 * would cost its reader a turn.
 */
export function splitStreams(): TransformStream<string, (OutputChunk | LoadingStep)[]> {
  let stream: OutputChunk['stream'] = 'stdout';
  let kept = '';

  return new TransformStream({
    transform(chunk, controller) {
      const pieces: (OutputChunk | LoadingStep)[] = [];
      const text = kept + chunk;
      let printed = 0;
      for (const { index, 0: mark, 1: loadedBytes, 2: totalBytes } of text.matchAll(MARKS)) {
        if (index > printed) pieces.push({ stream, text: text.slice(printed, index) });
        printed = index + mark.length;
        if (mark === STDERR_BEGINS) stream = 'stderr';
        else if (mark === STDERR_ENDS) stream = 'stdout';
        else if (mark === PROGRAM_STARTS) pieces.push({ step: 'started' });
        else
          pieces.push({
            step: 'loading',
            loadedBytes: Number(loadedBytes),
            totalBytes: Number(totalBytes),
          });
      }
      const rest = text.slice(printed);
      kept = pieceOfMark(rest);
      if (rest.length > kept.length) pieces.push({ stream, text: rest.slice(0, rest.length - kept.length) });
      if (pieces.length > 0) controller.enqueue(pieces);
    },
    flush(controller) {
      if (kept !== '') controller.enqueue([{ stream, text: kept }]);
    },
  });
}

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
