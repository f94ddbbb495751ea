/** Something that a program sees on the embedded host and would not see on real Node. */
export interface Difference {
  id: string;
  /** What differs, as a sentence; inline Markdown. */
  title: string;
  /** Why it cannot be otherwise, or is not yet; inline Markdown. */
  reason: string;
  /** The contract programs that skip because of it. */
  where?: string[];
}

/** The one list of differences: the contract tests skip by it, and the page "How it works" prints it. */
export const differences: Difference[] = [
  {
    id: 'no-network',
    title: 'Programs have no network.',
    reason:
      'They run in a sandboxed frame that may not reach out, so that code from a shared link cannot either.',
  },
  {
    id: 'no-native-addons',
    title: 'Native addons do not load.',
    reason: 'A browser runs JavaScript and WebAssembly, not machine code for an operating system.',
  },
];
