import { readNameList, reasonFor, writeNameList } from './name-list.ts';

/** Results of tests, and the committed lists that say what they should be. */
export interface Comparison {
  readonly names: readonly string[];
  readonly passes: (name: string) => boolean;
  /** A name per line: what passed before. */
  readonly passingList: string;
  /** A name and the reason per line: what fails, and why. */
  readonly failingLists: readonly string[];
  /** Whether a failure needs a reason; by default each does. */
  readonly needsReason?: (name: string) => boolean;
  /** Add what newly passes to the list. */
  readonly update: boolean;
}

/** Prints where results and lists disagree; false when a test was lost or a failure has no reason. */
export function compareWithLists({
  names,
  passes,
  passingList,
  failingLists,
  needsReason = () => true,
  update,
}: Comparison): boolean {
  const listed = readNameList(passingList);
  const reasons = new Map(failingLists.flatMap((list) => [...readNameList(list)]));
  const fresh = names.filter((name) => passes(name) && !listed.has(name) && !reasons.has(name));
  const lost = names.filter((name) => !passes(name) && listed.has(name));
  const unexplained = names.filter(
    (name) => !passes(name) && !listed.has(name) && needsReason(name) && !reasonFor(reasons, name),
  );
  const outdated = names.filter((name) => passes(name) && reasons.has(name));
  printNames('Newly passing', fresh);
  printNames('No longer passing', lost);
  printNames('Failing without a reason in the list of known failures', unexplained);
  // Some pass by luck: a person decides.
  printNames('Passing, and still in the list of known failures', outdated);
  if (update) writeNameList(passingList, new Map([...listed, ...fresh.map((name) => [name, ''] as const)]));
  return lost.length === 0 && unexplained.length === 0;
}

function printNames(title: string, names: readonly string[]): void {
  if (names.length > 0) console.log(`\n${title}:\n${names.map((name) => `  ${name}`).join('\n')}`);
}
