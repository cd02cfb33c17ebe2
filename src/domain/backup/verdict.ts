/** The words of the monitoring plugins' convention; their order is that of the exit codes 0 to 3. */
export const statuses = ['OK', 'WARNING', 'CRITICAL', 'UNKNOWN'] as const;
export type Status = (typeof statuses)[number];

export interface Verdict {
  readonly rule: string;
  readonly status: Status;
  /** What was seen. */
  readonly figure: string;
  /** What should be. */
  readonly limit: string;
  /** What to do, with what to type; empty when there is nothing to do. */
  readonly advice: string;
}

/** What a monitor must act on first: what is known to be bad before what is not known. */
const gravest: readonly Status[] = ['CRITICAL', 'WARNING', 'UNKNOWN', 'OK'];

export const exitCodeOf = (status: Status): number => statuses.indexOf(status);

export function worst(all: readonly Status[]): Status {
  return gravest.find((status) => all.includes(status)) ?? 'UNKNOWN';
}

export function byGravity<T extends { readonly status: Status }>(verdicts: readonly T[]): T[] {
  return verdicts.toSorted((a, b) => gravest.indexOf(a.status) - gravest.indexOf(b.status));
}

/** One rule's verdicts, without its name and limit said again and again. */
export function ruleOf(rule: string, limit: string) {
  const say =
    (status: Status) =>
    (figure: string, advice: string): Verdict => ({ rule, status, figure, limit, advice });
  return {
    ok: (figure: string): Verdict => ({ rule, status: 'OK', figure, limit, advice: '' }),
    warning: say('WARNING'),
    critical: say('CRITICAL'),
    unknown: say('UNKNOWN'),
    judged: say,
  };
}
