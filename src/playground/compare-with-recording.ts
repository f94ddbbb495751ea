import { sameOutput } from '../examples/compare.ts';
import type { MaskName } from '../examples/example.ts';

/** A run beside its recording; `order` and `mask` are the example's, as the page's attributes carry them. */
export interface RunAndRecording {
  readonly order: string | undefined;
  readonly mask: string | undefined;
  readonly expected: string;
  readonly actual: string;
}

/** The sentence that says how a run's output compares with the recorded one. */
export function compareWithRecording({ order, mask, expected, actual }: RunAndRecording): string {
  const comparison = sameOutput(
    {
      output: order === 'any-order' ? 'any-order' : 'exact',
      mask: (mask?.split(' ') ?? []) as MaskName[],
      expected,
    },
    actual,
  );
  if (!comparison.same) return `Not as recorded: ${comparison.difference}.`;
  if (comparison.order === 'different') {
    return 'The same lines as recorded, in another order. Both are correct: nobody promised an order.';
  }
  return mask ? 'As recorded, but for what varies from run to run.' : 'Exactly as recorded.';
}
