import { singular } from '../../domain/plural.ts';
import { randomUUID } from 'node:crypto';
import type { ListRow } from '../../operations/listing.ts';
import { bePresent, renewEvery, whoIsPresent, type Present, type Whereabouts } from '../../platform/presence.ts';
import type { Place, Shell } from './shell.ts';

/** Which record a place shows: a screen that cannot be opened without params is one record's, named by the first. */
export function recordOf(place: Place | undefined): Whereabouts | undefined {
  if (!place?.screen.needsParams) return undefined;
  const record = Object.values(place.params).find((param) => param !== undefined);
  return record === undefined ? undefined : { kind: place.screen.name, record };
}

/** The others who have the same record open; one person in two terminals is told once. */
export function othersAt(present: readonly Present[], where: Whereabouts | undefined): readonly string[] {
  if (!where) return [];
  const there = present.filter(({ kind, record }) => kind === where.kind && record === where.record);
  return [...new Map(there.map(({ user_id, name }) => [user_id, name])).values()];
}

/** The others in the record of a list's row; screens name a record as one of the row's columns has it. */
export function othersIn(present: readonly Present[], noun: string, row: ListRow): readonly string[] {
  const kind = singular(noun);
  const there = present.find((one) => one.kind === kind && Object.values(row).includes(one.record));
  return othersAt(present, there);
}

/** What comes in a rush is looked up once. */
const calm = 150;
/** Where notifications do not arrive (a pooler), coming and going is asked for. */
const askEvery = 2_000;

/**
 * Tells where this terminal is and follows where the others are. What fails here fails quietly: it is told again with the
 * next beat, and the header says when the line is lost. Nothing runs while nobody is signed in, while the screen is locked
 * (whoever is away is in no order), and no beat while no record is open.
 */
export function followPresence(shell: Shell): () => Promise<void> {
  const terminal = randomUUID();
  const { database, readOnly } = shell.store;
  let told: { readonly where: Whereabouts; readonly actor: NonNullable<ReturnType<Shell['actor']['get']>> } | undefined;
  let beat: NodeJS.Timeout | undefined;
  let look: NodeJS.Timeout | undefined;
  let telling: Promise<void> = Promise.resolve();
  let closed = false;

  const here = () => (closed || shell.locked.get() ? undefined : shell.actor.get());

  function lookIn(ms: number): void {
    clearTimeout(look);
    look = setTimeout(() => void lookNow(), ms);
    look.unref();
  }

  async function lookNow(): Promise<void> {
    const actor = here();
    if (!actor) return;
    const seen = await whoIsPresent(database, actor, terminal).catch(() => undefined);
    if (here() !== actor) return;
    if (seen) shell.presence.update((before) => (same(before, seen) ? before : seen));
    const leases = (seen ?? []).map(({ lease }) => lease + calm);
    if (shell.connection.get() === 'polling') leases.push(askEvery);
    // A colleague who crashed tells nobody: it is seen when their lease is over.
    if (leases.length) lookIn(Math.max(calm, Math.min(...leases)));
  }

  function tell(): void {
    telling = telling.then(tellNow, tellNow);
  }

  async function tellNow(): Promise<void> {
    const actor = here();
    const where = actor && recordOf(shell.stack.get().at(-1));
    clearTimeout(beat);
    if (readOnly) return;
    try {
      if (told && (!where || told.actor.id !== actor.id)) {
        const gone = told;
        told = undefined;
        await bePresent(database, gone.actor, terminal, undefined);
      }
      if (!actor || !where) return;
      told = { where, actor };
      await bePresent(database, actor, terminal, where);
    } catch {
      // Told again with the next beat, or the lease runs out.
    } finally {
      if (where && !closed) {
        beat = setTimeout(tell, renewEvery);
        beat.unref();
      }
    }
  }

  const moved = () => {
    const now = here() && recordOf(shell.stack.get().at(-1));
    if (now?.kind !== told?.where.kind || now?.record !== told?.where.record) tell();
  };
  const changedPerson = () => {
    shell.presence.set([]);
    tell();
    lookIn(0);
  };
  const stops = [
    shell.stack.subscribe(moved),
    shell.actor.subscribe(changedPerson),
    shell.locked.subscribe(changedPerson),
    shell.connection.subscribe(() => lookIn(calm)),
    shell.onChange(({ table }) => {
      if (table === 'presence') lookIn(calm);
    }),
  ];
  changedPerson();
  return async () => {
    closed = true;
    for (const stop of stops) stop();
    clearTimeout(beat);
    clearTimeout(look);
    tell();
    await telling;
  };
}

function same(one: readonly Present[], other: readonly Present[]): boolean {
  const key = ({ terminal, kind, record, name }: Present) => `${terminal} ${kind} ${record} ${name}`;
  return one.length === other.length && one.every((item, index) => key(item) === key(other[index] as Present));
}
