/**
 * What can go wrong, by what a person can do about it. Every message is one sentence that says what was seen; the hint
 * says what to do. The exit code is the command line's contract (operations.md); the terminal shows the same sentence.
 */
export abstract class DomainError extends Error {
  /** Stable word for `--json` errors and for tests. */
  abstract readonly code: string;
  abstract readonly exitCode: number;
  readonly hint: string | undefined;
  /** Machine-readable facts: field errors, base/theirs/mine, what is left. JSON-safe. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(message: string, more: { hint?: string; details?: Record<string, unknown>; cause?: unknown } = {}) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause });
    this.name = new.target.name;
    this.hint = more.hint;
    this.details = more.details ?? {};
  }
}

/** The call itself is wrong: a missing flag, a quantity that is no number. Nothing was tried. */
export class InvalidInput extends DomainError {
  readonly code = 'invalid_input';
  readonly exitCode = 2;
}

/** A rule of the shop says no, now. */
export class Refused extends DomainError {
  readonly code = 'refused';
  readonly exitCode = 3;
}

/** Somebody else changed it first, or the same operation id was used for something else. */
export class Conflict extends DomainError {
  readonly code = 'conflict';
  readonly exitCode = 3;
}

export class NotFound extends DomainError {
  readonly code = 'not_found';
  readonly exitCode = 4;
}

/** Not signed in, or signed in as somebody who may not. */
export class Forbidden extends DomainError {
  readonly code = 'forbidden';
  readonly exitCode = 5;
}

/** The database cannot be reached, is too old, or is not set up. */
export class Unavailable extends DomainError {
  readonly code = 'unavailable';
  readonly exitCode = 6;
}

/** The person pressed Ctrl-C, or a load was replaced by a newer one. */
export class Interrupted extends DomainError {
  readonly code = 'interrupted';
  readonly exitCode = 130;
}

/** An error, or what is left of one in a result. */
interface Told {
  readonly message: string;
  readonly hint?: string | null | undefined;
}

/** What was seen and what to do, in one line. */
export const withHint = ({ message, hint }: Told): string => [message, hint].filter(Boolean).join(' ');

/** The same of anything that was thrown; what no rule said is told to be unexpected. */
export function failureSentence(error: unknown): string {
  if (error instanceof DomainError) return withHint(error);
  return `That failed unexpectedly: ${error instanceof Error ? error.message : ''}`;
}
