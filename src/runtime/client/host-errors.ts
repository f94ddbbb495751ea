/** A host did not start. The message says what happened, `remedy` what the reader can do. */
export class HostUnavailable extends Error {
  override readonly name = 'HostUnavailable';
  readonly remedy: string;

  constructor(message: string, remedy: string, options?: ErrorOptions) {
    super(message, options);
    this.remedy = remedy;
  }
}

/** A host went away under a running program: another program on it could only be stopped by starting the host anew. */
export class HostRestarted extends Error {
  override readonly name = 'HostRestarted';

  constructor() {
    super('The program ended because its host was restarted to stop another program. Run it again.');
  }
}
