import type { ActionId } from '../../keys/bindings.ts';
import { jobs, sumOf } from './jobs.ts';
import { commitProblem } from './sending.ts';
import { totals } from './tally.ts';
import type { State } from './types.ts';

export type ActName =
  'commit' | 'undo' | 'correct' | 'drop' | 'type' | 'place' | 'reference' | 'file' | 'discard' | 'sheet' | 'leave';

/** One thing to do with the tally: in `x`, and by its number where there are only digits. */
export interface TallyChoice {
  readonly act: ActName;
  /** What is typed for it, before Enter. */
  readonly digit: string;
  readonly label: string;
  /** The label of the numbered list, short enough for half a handheld. */
  readonly short: string;
  readonly key?: ActionId;
  readonly danger?: boolean;
  readonly disabled?: string | undefined;
}

/** What the hints line says of the keys: what they do now, and nothing of what is not its turn. */
export function hintWords(state: State, lastPage: number): Partial<Record<ActionId, string>> {
  const { offer, choosing, menu, typing, sending, lines } = state;
  const still = offer !== undefined || choosing !== undefined;
  const enter = () => {
    if (offer) return 'continue';
    if (choosing) return '';
    if (menu !== undefined) return typing !== '' ? 'do' : menu < lastPage ? 'more' : 'back';
    return typing === '' ? 'all choices' : 'set';
  };
  const book = sending ? 'send again' : jobs[state.job].act.toLowerCase();
  return {
    choose: enter(),
    'tally.commit': still || (lines.length === 0 && !sending) ? '' : book,
    'tally.type': still ? '' : 'type code',
    undo: still || lines.length === 0 ? '' : 'undo',
  };
}

export function choicesOf(state: State): readonly TallyChoice[] {
  const job = jobs[state.job];
  const empty = state.lines.length === 0 ? 'nothing is counted' : undefined;
  const { units } = totals(state.lines);
  const last: readonly Omit<TallyChoice, 'digit'>[] = [
    {
      act: 'commit',
      label: `${job.act} ${sumOf(state)}`,
      short: `${job.act} ${units} pcs`,
      key: 'tally.commit',
      disabled: commitProblem(state),
    },
    { act: 'undo', label: 'Undo the last', short: 'Undo the last', key: 'undo', disabled: empty },
    { act: 'drop', label: 'Take the line off', short: 'Take line off', key: 'tally.drop', disabled: empty },
    { act: 'type', label: 'Type a code', short: 'Type a code', key: 'tally.type' },
    { act: 'correct', label: 'Correct the code', short: 'Correct code', key: 'tally.correct', disabled: empty },
    { act: 'place', label: `Choose the ${job.place}`, short: `Choose ${job.place}`, key: 'tally.place' },
    job.reference
      ? { act: 'reference', label: job.reference.title, short: job.reference.label, key: 'tally.reference' }
      : { act: 'sheet', label: 'Look at the sheet: what differs, and approve', short: 'Sheet', key: 'tally.reference' },
    { act: 'file', label: 'Add a list from a file', short: 'From a file', key: 'tally.file' },
    { act: 'discard', label: 'Discard the tally', short: 'Discard all', danger: true, disabled: empty },
    { act: 'leave', label: 'Leave; the tally is kept', short: 'Leave (kept)', key: 'back' },
  ];
  return last.map((one, index) => ({ ...one, digit: String((index + 1) % 10) }));
}
