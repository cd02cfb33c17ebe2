import { join } from 'node:path';
import * as z from 'zod';
import { readFileIfAny, writeFileSafely, type Home } from './home.ts';

/** What the program remembers by itself, beside what a person has set in config.json. */
const State = z.object({
  /** Stores whose welcome page was put away. */
  welcomed: z.array(z.string()).default([]),
  /** The e-mail that signed in last, by store. */
  emails: z.record(z.string(), z.string()).default({}),
});
export type State = z.infer<typeof State>;

const fileOf = (home: Home) => join(home.data, 'state.json');

/** What is remembered; a file that is damaged is as good as none, for nothing in it is more than a comfort. */
export function readState(home: Home): State {
  try {
    return State.parse(JSON.parse(readFileIfAny(fileOf(home)) ?? '{}'));
  } catch {
    return State.parse({});
  }
}

export function changeState(home: Home, change: (now: State) => State): void {
  writeFileSafely(fileOf(home), `${JSON.stringify(change(readState(home)), null, 2)}\n`);
}
