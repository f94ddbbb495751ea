/** Leaves a loop, a function, or the script. */
export class Leave extends Error {
  readonly what: 'exit' | 'break' | 'continue' | 'return';
  /** The status, or of `break` and `continue` the number of loops. */
  readonly value: number;

  constructor(what: Leave['what'], value: number) {
    super(what);
    this.what = what;
    this.value = value;
  }
}
