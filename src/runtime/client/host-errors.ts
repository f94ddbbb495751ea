/** Why a program could not run, or not to its end. The message says what happened, `remedy` what the reader can do. */
abstract class HostError extends Error {
  readonly remedy: string;

  constructor(message: string, remedy: string, options?: ErrorOptions) {
    super(message, options);
    this.remedy = remedy;
  }
}

/** A host did not start. */
export class HostUnavailable extends HostError {
  override readonly name = 'HostUnavailable';
}

/** A host went away under a running program: another program on it could only be stopped by starting the host anew. */
export class HostRestarted extends HostError {
  override readonly name = 'HostRestarted';

  constructor() {
    super('The program ended, since its host was restarted to stop another program.', 'Run it again.');
  }
}
