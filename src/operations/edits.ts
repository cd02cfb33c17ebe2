import type * as z from 'zod';
import { run, type Call, type Operation } from './operation.ts';

/** The words of the input that name the record, by input key. */
export type Named = Readonly<Record<string, string>>;

/** A record as it stands, in the words of its edit's input: what a form opens with. */
export interface Standing {
  /** What a person calls it. */
  readonly name: string;
  /** Where its table counts changes: sent along, so that nobody's later change is overwritten unseen. */
  readonly version?: number;
  /** By input key; null where nothing stands. What may not be seen is left out: it is only ever written anew. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** What an edit looks at first, and again when somebody else was faster. */
export interface Edits {
  /** @throws NotFound, Forbidden, Unavailable */
  read(named: Named, call: Call): Promise<Standing>;
}

/** Reads through the noun's show, whose first word is the record as it is the edit's. */
export function editsShownBy<I extends z.ZodObject, O>(
  show: Operation<I, O>,
  standing: (shown: O, named: Named) => Standing,
): Edits {
  return {
    async read(named, call) {
      const key = show.positional?.[0];
      if (key === undefined) throw new Error(`${show.name} does not say what names its record`);
      const { output } = await run(show, { [key]: Object.values(named)[0] }, call);
      return standing(output, named);
    },
  };
}

/** A yes or no of an input that a table keeps as a boolean. */
export const yesNo = (value: boolean): 'yes' | 'no' => (value ? 'yes' : 'no');
