import { clean } from '../../../domain/display.ts';
import { plural } from '../../../domain/plural.ts';
import { totals, type Answer, type Line } from './tally.ts';
import type { JobName, Place, Sending, State } from './types.ts';

type Known = Extract<Answer, { state: 'known' }>;

/** What differs between restocking, counting and moving: where, which figures, and the words. */
export interface Job {
  /** 'warehouse', 'count' */
  readonly place: string;
  /** It goes from one place to another. */
  readonly targets: boolean;
  readonly placeQuestion: string;
  readonly targetQuestion: string;
  /** Said when there is no place to choose. */
  readonly noPlace: string;
  /** The head of the screen. */
  head(state: State): string;
  /** The same where there is little room. */
  shortHead(state: State): string;
  /** A place was chosen. */
  here(place: Place): string;
  /** Behind the lines that it is about: 'into BER'. */
  where(place: Place): string;
  /** Above what was there before, what was scanned, and what comes of it. */
  readonly headings: readonly [before: string, count: string, after: string];
  before(answer: Known): string;
  after(answer: Known, quantity: number): string;
  /** `+3`, `5` */
  count(quantity: number, answer: Answer | undefined): string;
  /** One line beside the large number. */
  stock(answer: Known, quantity: number): string;
  /** Why this line keeps the tally from being handed over. */
  problem?(line: Line): string | undefined;
  /** What becomes of unknown codes: 'not booked'. */
  readonly left: string;
  /** On the button. */
  readonly act: string;
  readonly undone: string;
  question(state: State): string;
  consequences(state: State): readonly string[];
  sending(sending: Sending): string;
  done(what: string, sending: Sending, replayed: boolean): string;
  /** What the free text of a commit is, where there is one. */
  readonly reference: { readonly title: string; readonly label: string } | undefined;
}

const signed = (number: number): string => (number > 0 ? `+${number}` : String(number));
const named = (place: Place | undefined): string => (place ? `${place.code} ${place.name}` : '?');
export const sumOf = (state: State): string => {
  const { lines, units } = totals(state.lines);
  return `${plural(lines, 'line')}, ${plural(units, 'piece')}`;
};
const unitsOf = (state: State): string => plural(totals(state.lines).units, 'piece');
const reference = (state: State, word: string): string[] =>
  state.reference === '' ? [] : [`${word} ${clean(state.reference)}.`];

function unknownStay(state: State): string[] {
  const { unknownLines, unknownUnits } = totals(state.lines);
  return unknownLines > 0
    ? [
        `${plural(unknownLines, 'unknown code')} (${plural(unknownUnits, 'piece')}) ${unknownLines === 1 ? 'stays' : 'stay'} on the tally.`,
      ]
    : [];
}

const restock: Job = {
  place: 'warehouse',
  targets: false,
  placeQuestion: 'Restock which warehouse?',
  targetQuestion: '',
  noPlace: 'There is no active warehouse: create one with solemate warehouses create.',
  head: ({ place }) => `Into ${named(place)}`,
  shortHead: ({ place }) => place?.code ?? '?',
  here: ({ code }) => `Into ${code} from here on.`,
  where: ({ code }) => `into ${code}`,
  headings: ['On hand', 'Count', 'After'],
  before: ({ onHand }) => String(onHand ?? ''),
  after: ({ onHand = 0 }, quantity) => String(onHand + quantity),
  count: (quantity) => `+${quantity}`,
  stock: ({ onHand = 0 }, quantity) => `${onHand} on hand, ${onHand + quantity} after`,
  left: 'not booked',
  act: 'Book',
  undone: 'Restock',
  question: (state) => `Book ${sumOf(state)} into ${state.place?.code ?? ''}?`,
  consequences: (state) => [
    `Stock at ${state.place?.code ?? ''} goes up by ${unitsOf(state)} at once.`,
    ...reference(state, 'Purchase order'),
    ...unknownStay(state),
  ],
  sending: ({ lines, place }) => `Booking ${plural(lines.length, 'line')} into ${place}`,
  done: (what, { place }, replayed) =>
    replayed
      ? `${what} had already been booked into ${place}: nothing was booked twice.`
      : `Booked ${what} into ${place}.`,
  reference: { title: 'Purchase order of these goods', label: 'Order' },
};

/** What is on the sheet with what is on this tally. */
const counted = ({ counted: before = 0 }: Known, quantity: number): number => before + quantity;

const count: Job = {
  place: 'count',
  targets: false,
  placeQuestion: 'Which count?',
  targetQuestion: '',
  noPlace: 'No count is open.',
  head: ({ place }) => (place ? `Count ${place.code} of ${place.name}` : 'Count ?'),
  shortHead: ({ place }) => (place ? `#${place.code} ${/^[^ ,]*/u.exec(place.name)?.[0] ?? ''}` : '?'),
  here: ({ code, name }) => `Count ${code} of ${name} from here on.`,
  where: ({ code }) => `for count ${code}`,
  headings: ['Expected', 'Found', 'Diff'],
  before: ({ onHand }) => (onHand === undefined ? '' : String(onHand)),
  after: (answer, quantity) => (answer.onHand === undefined ? '' : signed(counted(answer, quantity) - answer.onHand)),
  count: (quantity, answer) =>
    answer?.state === 'known' && answer.counted ? `${answer.counted}+${quantity}` : String(quantity),
  stock: (answer, quantity) =>
    [
      answer.counted ? `${answer.counted} counted before, ${counted(answer, quantity)} now` : '',
      answer.onHand === undefined ? '' : `expected ${answer.onHand}`,
    ]
      .filter(Boolean)
      .join('; '),
  left: 'not counted',
  act: 'Hand in',
  undone: 'Count',
  question: (state) => `Hand in ${sumOf(state)} for count ${state.place?.code ?? ''}?`,
  consequences: (state) => [
    'They are added to what is on the sheet. Stock does not move until the count is approved.',
    ...unknownStay(state),
  ],
  sending: ({ lines, place }) => `Handing in ${plural(lines.length, 'line')} for count ${place}`,
  done: (what, { place }, replayed) =>
    replayed
      ? `${what} had already been handed in for count ${place}: nothing was counted twice.`
      : `Handed in ${what} for count ${place}.`,
  reference: undefined,
};

const route = ({ place, target }: State): string => `${place?.code ?? '?'} to ${target?.code ?? '?'}`;

const transfer: Job = {
  place: 'warehouse',
  targets: true,
  placeQuestion: 'Take from which warehouse?',
  targetQuestion: 'Bring to which warehouse?',
  noPlace: 'There is no active warehouse: create one with solemate warehouses create.',
  head: ({ place, target }) => `From ${named(place)} to ${named(target)}`,
  shortHead: route,
  here: ({ code }) => `From ${code}.`,
  where: ({ code }) => `from ${code}`,
  headings: ['Free', 'Move', 'Left'],
  before: ({ onHand }) => String(onHand ?? ''),
  after: ({ onHand = 0 }, quantity) => String(onHand - quantity),
  count: (quantity) => String(quantity),
  stock: ({ onHand = 0 }, quantity) =>
    quantity > onHand ? `only ${onHand} free there` : `${onHand} free, ${onHand - quantity} left`,
  problem: ({ key, quantity, answer }) =>
    answer?.state === 'known' && quantity > (answer.onHand ?? 0)
      ? `Only ${answer.onHand ?? 0} of ${key} are free there, ${quantity} are on the tally.`
      : undefined,
  left: 'not moved',
  act: 'Move',
  undone: 'Transfer',
  question: (state) => `Move ${sumOf(state)} from ${route(state)}?`,
  consequences: (state) => [
    `Stock at ${state.place?.code ?? ''} goes down and at ${state.target?.code ?? ''} up by ${unitsOf(state)} at once.`,
    ...reference(state, 'Reason:'),
    ...unknownStay(state),
  ],
  sending: ({ lines, place, target }) => `Moving ${plural(lines.length, 'line')} from ${place} to ${target}`,
  done: (what, { place, target }, replayed) =>
    replayed
      ? `${what} had already been moved from ${place} to ${target}: nothing was moved twice.`
      : `Moved ${what} from ${place} to ${target}.`,
  reference: { title: 'Why they are moved', label: 'Reason' },
};

export const jobs: Readonly<Record<JobName, Job>> = { restock, count, transfer };
