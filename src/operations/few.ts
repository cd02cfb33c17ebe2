import type { Tx } from '../platform/database/types.ts';

/**
 * The ids a filter's word stands for, when they are few: `text` selects them as `id`, values bound. Undefined when there
 * are more than `most`, and where nobody asked the database yet. A condition then says the same without them: what is
 * rare is reached through its ids, what is common is soon met along the list's order, and a planner that has to choose
 * one plan for both reads a million rows to find nothing.
 */
export type Few = (text: string, values: readonly unknown[], most?: number) => readonly string[] | undefined;

/** People with a name: their ids are compared along a list as quickly as they are looked up one by one. */
export const mostPeople = 2000;

/** What is rare by the ids that `select` finds for a bound value, what is common by `common` along the list. */
export function rareOr(
  bind: (value: unknown) => string,
  few: Few,
  column: string,
  select: (given: string) => string,
  value: unknown,
  common: (given: string) => string,
): string {
  const ids = few(select('$1'), [value]);
  return ids ? `${column} = any (${bind(ids)}::uuid[])` : common(bind(value));
}

/**
 * A condition that is asked row by row: `select … from …` finds something. For what is common, and so soon met along the
 * list's order; a scalar, for of an EXISTS or IN the planner makes a join, and would read all of the other table for it.
 */
export const along = (from: string): string => `coalesce((select true ${from} limit 1), false)`;

export const nobodyAsked: Few = () => undefined;

/** Collects what a statement wants to know; `answer` asks the database and gives it back on the second building. */
export class Asked {
  readonly #wanted = new Map<string, { text: string; values: readonly unknown[]; most: number }>();

  readonly ask: Few = (text, values, most = 500) => {
    this.#wanted.set(keyOf(text, values), { text, values, most });
    return undefined;
  };

  get any(): boolean {
    return this.#wanted.size > 0;
  }

  async answer(tx: Tx): Promise<Few> {
    const answers = new Map<string, readonly string[]>();
    for (const [key, { text, values, most }] of this.#wanted) {
      const rows = await tx.query<{ id: string }>(`${text}\nlimit ${most + 1}`, values);
      if (rows.length <= most) answers.set(key, [...new Set(rows.map(({ id }) => id))]);
    }
    return (text, values) => answers.get(keyOf(text, values));
  }
}

const keyOf = (text: string, values: readonly unknown[]) => JSON.stringify([text, values]);
