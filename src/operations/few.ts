import type { Tx } from '../platform/database/types.ts';

/**
 * The ids a filter's word stands for, when they are few: `text` selects them as `id`, values bound. Undefined when there
 * are more than `most`, and where nobody asked the database yet. A condition then says the same without them: what is
 * rare is reached through its ids, what is common is soon met along the list's order, and a planner that has to choose
 * one plan for both reads a million rows to find nothing.
 */
export type Few = (text: string, values: readonly unknown[], most?: number) => readonly string[] | undefined;

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
