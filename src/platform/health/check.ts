import { sqlState } from '../database/errors.ts';

/** `unseen`: the acting role may not look there, or it took too long. `skipped`: not asked for. */
export type Level = 'ok' | 'warning' | 'problem' | 'unseen' | 'skipped';

/** Something that should hold, with the SQL that finds what does not. */
export interface Check {
  /** Stable, for monitors. */
  readonly key: string;
  /** What should hold, as a sentence. */
  readonly check: string;
  /** What to do when it does not. */
  readonly hint: string;
  /**
   * Rows that break it, each with an `example`: enough to find the thing again. A column `grave` (boolean) makes a
   * warning a problem.
   */
  readonly sql: string;
  /** What a broken one is; `problem` when not said. */
  readonly level?: 'warning' | 'problem';
  /** Reads tables as large as the shop is old: only with --full once the shop is large. */
  readonly whole?: boolean;
}

export interface Finding {
  readonly key: string;
  readonly check: string;
  readonly level: Level;
  /** How many things are wrong. */
  readonly broken: number;
  /** The first of them, by name. */
  readonly found: string;
  /** What to do about it; empty when there is nothing to do. */
  readonly hint: string;
}

/** One statement as whoever acts; each in a transaction of its own, for a refusal ends it. */
export type Ask = <R extends object>(text: string, values?: readonly unknown[]) => Promise<readonly R[]>;

const shownExamples = 3;

export async function runCheck({ key, check, hint, sql, level = 'problem' }: Check, ask: Ask): Promise<Finding> {
  try {
    const [row] = await ask<{ broken: number; grave: boolean; found: string[] }>(
      `with b as materialized (select to_jsonb(q) as row from (${sql}) q)
      select (select count(*)::integer from b) as broken,
        exists (select from b where (row ->> 'grave')::boolean) as grave,
        array(select row ->> 'example' from b order by 1 limit ${shownExamples}) as found`,
    );
    const { broken = 0, grave = false, found = [] } = row ?? {};
    if (broken === 0) return well(key, check);
    return { key, check, level: grave ? 'problem' : level, broken, found: found.join(', '), hint };
  } catch (error) {
    const why = unseenBecause(error);
    if (why === undefined) throw error;
    return { key, check, level: 'unseen', broken: 0, found: '', hint: why };
  }
}

export const well = (key: string, check: string): Finding => ({
  key,
  check,
  level: 'ok',
  broken: 0,
  found: '',
  hint: '',
});

/** Not being allowed to look and not having the time are no failures of the shop. */
function unseenBecause(error: unknown): string | undefined {
  switch (sqlState(error)) {
    case '42501':
      return 'Your role may not look there: run it as the owner of the database (--url).';
    case '57014':
      return 'It took too long: try again with --full when the shop is quiet.';
    default:
      return undefined;
  }
}
