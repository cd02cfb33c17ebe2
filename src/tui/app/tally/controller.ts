import { failureSentence, Interrupted } from '../../../domain/errors.ts';
import { value, type Value } from '../value.ts';
import { createRetry } from '../retry.ts';
import type { DraftSlot } from './draft.ts';
import { unchecked } from './change.ts';
import { jobs } from './jobs.ts';
import { toDraft } from './sending.ts';
import { empty, reduce } from './state.ts';
import type { Answer } from './tally.ts';
import type { Event, JobName, Place, Sending, State } from './types.ts';

/** What the counting needs from outside; all of it may fail, and all but `commit` may be asked again at will. */
export interface Outside {
  readonly job: JobName;
  places(): Promise<readonly Place[]>;
  lookUp(codes: readonly string[], place: string): Promise<Readonly<Record<string, Answer>>>;
  /** Sends under the commit's own operation id; safe to repeat. */
  commit(sending: Sending): Promise<{ readonly replayed: boolean }>;
  /** True when the error leaves open whether it was done. */
  unanswered(error: unknown): boolean;
  readonly slot: DraftSlot;
  readonly remembered: string | undefined;
  remember(place: string): void;
  newId(): string;
  /** ISO time. */
  now(): string;
  signalBad(): void;
}

export interface Tally {
  readonly state: Value<State>;
  readonly dispatch: (event: Event) => void;
  /** Asks for the places again: another one may be there now. */
  readonly reload: () => void;
  /** Stops asking again; what is counted is in the draft when it returns. */
  readonly stop: () => void;
}

const batch = 200;
/** Milliseconds within which a burst of scans is one write; a crash can cost no more than them. */
const burst = 40;

/** The counting with its effects, outside React: it goes on while the screen is closed and is the same when it opens. */
export function createTally(outside: Outside): Tally {
  const state = value(empty(outside.job, outside.newId()));
  let looking = false;
  let loading = false;
  /** The places may be others by now. */
  let stale = true;
  let sending = false;
  // The person agreed to the commit already, and its id makes a repetition harmless: it is sent until it is answered.
  const retry = createRetry(() => {
    if (state.get().sending?.state === 'doubt') dispatch({ kind: 'send again' });
    else follow();
  });
  let saving: NodeJS.Timeout | undefined;
  let lastSave = 0;
  let refusedLookUp = false;

  function dispatch(event: Event): void {
    const before = state.get();
    const next = reduce(before, event);
    state.set(next);
    if (toDraftChanged(before, next)) save(next.sending !== before.sending);
    if (next.place && next.place.code !== before.place?.code) outside.remember(next.place.code);
    if (next.flash && next.flash !== before.flash && next.flash.tone === 'bad') outside.signalBad();
    if (event.kind === 'scan' || event.kind === 'list' || event.kind === 'correct') refusedLookUp = false;
    if (event.kind === 'send again' || event.kind === 'send') retry.stop();
    follow();
  }

  /** At once after a pause; in a burst what piles up is written together. What is about to be sent is on the disk first. */
  function save(urgent: boolean): void {
    clearTimeout(saving);
    const wait = lastSave + burst - Date.now();
    if (!urgent && wait > 0) {
      saving = setTimeout(() => save(true), wait);
      return;
    }
    outside.slot.save(toDraft(state.get()));
    lastSave = Date.now();
  }

  /** Starts what the state asks for and is not under way. */
  function follow(): void {
    const now = state.get();
    if (retry.waiting()) return;
    if (now.offer === undefined && stale && !loading) void loadPlaces();
    if (now.sending?.state === 'sent' && !sending) void send(now.sending);
    if (now.place && !looking && !refusedLookUp && unchecked(now).length > 0) void lookUp(now.place.code);
  }

  async function loadPlaces(): Promise<void> {
    loading = true;
    stale = false;
    try {
      const places = await outside.places();
      loading = false;
      back();
      dispatch({ kind: 'places', places, remembered: outside.remembered });
      if (places.length === 0) say(jobs[outside.job].noPlace);
    } catch (error) {
      failed(error, () => {
        loading = false;
        stale = outside.unanswered(error);
      });
    }
  }

  function reload(): void {
    stale = true;
    follow();
  }

  async function lookUp(place: string): Promise<void> {
    looking = true;
    try {
      const answers = await outside.lookUp(unchecked(state.get()).slice(0, batch), place);
      looking = false;
      back();
      dispatch({ kind: 'answers', place, answers });
    } catch (error) {
      refusedLookUp = !outside.unanswered(error);
      failed(error, () => (looking = false));
    }
  }

  async function send(what: Sending): Promise<void> {
    sending = true;
    try {
      const { replayed } = await outside.commit(what);
      sending = false;
      back();
      dispatch({ kind: 'booked', replayed });
    } catch (error) {
      sending = false;
      if (outside.unanswered(error)) {
        dispatch({ kind: 'doubt', text: 'No answer yet: the connection is away.' });
        retry.later();
      } else dispatch({ kind: 'refused', text: failureSentence(error) });
    }
  }

  function failed(error: unknown, ended: () => void): void {
    if (error instanceof Interrupted) return;
    if (outside.unanswered(error)) {
      dispatch({ kind: 'offline', offline: true });
      retry.later();
    } else say(failureSentence(error));
    ended();
  }

  const say = (text: string) => dispatch({ kind: 'say', flash: { tone: 'bad', text } });

  function back(): void {
    retry.succeeded();
    if (state.get().offline) state.set(reduce(state.get(), { kind: 'offline', offline: false }));
  }

  function stop(): void {
    retry.stop();
    save(true);
  }

  if (outside.slot.offer) state.set(reduce(state.get(), { kind: 'offer', draft: outside.slot.offer }));
  follow();
  return { state, dispatch, reload, stop };
}

function toDraftChanged(before: State, next: State): boolean {
  return (
    before.entries !== next.entries ||
    before.sending !== next.sending ||
    before.reference !== next.reference ||
    before.place !== next.place ||
    before.target !== next.target ||
    before.operationId !== next.operationId ||
    (before.offer !== undefined && next.offer === undefined)
  );
}
