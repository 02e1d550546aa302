// Exit codes, the same for every command, and the errors that carry one.

export const exitCodes = {
  fine: 0,
  /** The threshold of --fail-on was reached, a policy refuses the image, or a refactoring is not possible. */
  found: 1,
  /** Wrong use, or input that cannot be read. */
  wrongUse: 2,
  /** A tool that is needed is missing or failed. */
  toolFailed: 3,
  cancelled: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Ends the command; the message is a sentence for the user. */
export class CommandError extends Error {
  readonly exitCode: ExitCode;

  constructor(message: string, exitCode: ExitCode) {
    super(message);
    this.exitCode = exitCode;
  }
}
