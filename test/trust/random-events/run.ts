import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { operations } from '../../../src/operations/index.ts';
import { createDecoder, type InputEvent } from '../../../src/tui/app/decoder.ts';
import type { Overlay } from '../../../src/tui/app/overlay.ts';
import { sizeOf, type Shell } from '../../../src/tui/app/shell.ts';
import { screens } from '../../../src/tui/screens/index.ts';
import type { TestDatabase } from '../../helpers/database.ts';
import { openScreens, type OpenScreens } from '../../helpers/screens.tsx';
import { nextEvent, rng, type RandomEvent } from './events.ts';

export interface RandomRun {
  readonly events: number;
  readonly seed: number;
  readonly db: TestDatabase;
  readonly home: string;
  /** What whoever holds the keyboard does with a question: never agrees, or whatever comes. */
  readonly agree: 'never' | 'anything';
}

export interface Verdict {
  readonly broken: unknown;
  /** Errors that no person should ever see. */
  readonly unexpected: readonly string[];
  /** After how many events a key did not work any more. */
  readonly stuckAfter: readonly number[];
  readonly agreed: number;
  /** Writes of operations that ask first. */
  readonly askedWrites: number;
  readonly writes: readonly string[];
  readonly screensSeen: number;
  /** Megabytes of heap after a tenth of the events and after all of them. */
  readonly heap: readonly [early: number, late: number];
}

const together = 20;
const lookEvery = 1_000;

/** The whole app, all its screens, on a real database: random events in bursts, and now and then a look whether it lives. */
export async function runRandomEvents({ events, seed, db, home, agree }: RandomRun): Promise<Verdict> {
  const dice = rng(seed);
  const app = openScreens({ db, screens, home, size: { columns: 120, rows: 40 } });
  const { shell } = app;
  const codes = await codesOf(db);
  const before = await writesOf(db);
  const questions = watchQuestions(shell, agree);
  const unexpected: string[] = [];
  const stopErrors = shell.toasts.subscribe(() => {
    for (const { text } of shell.toasts.get()) if (text.startsWith('That failed unexpectedly')) unexpected.push(text);
  });
  const seen = new Set<string>();
  const stopPlaces = shell.stack.subscribe(() => seen.add(shell.stack.get().at(-1)?.screen.name ?? ''));
  const stuckAfter: number[] = [];
  const input = createInput(shell);
  let early = 0;
  await app.quiet();
  for (let done = 0; done < events && app.broken() === undefined; done += together) {
    for (let one = 0; one < together; one += 1) happen(shell, nextEvent(dice, codes), input, dice.below(40));
    await app.quiet();
    // A question comes up seldom and is answered by chance more seldom still.
    if (agree === 'anything' && dice.below(3) === 0) agreeTo(shell, input);
    app.forget();
    if (done % lookEvery === 0 && !(await lives(app, input))) stuckAfter.push(done);
    if (early === 0 && done >= events / 10) early = heapUsed();
  }
  const late = heapUsed();
  const alive = app.broken() === undefined && (await lives(app, input));
  if (!alive) stuckAfter.push(events);
  stopErrors();
  stopPlaces();
  app.close();
  await app.quiet();
  const writes = (await writesOf(db)).slice(before.length);
  const asking = new Set(
    operations
      .filter(
        (one) => one.kind === 'operation' && (typeof one.confirm === 'function' || typeof one.question === 'function'),
      )
      .map(({ name }) => name),
  );
  return {
    broken: app.broken(),
    unexpected: [...new Set(unexpected)],
    stuckAfter,
    agreed: questions.agreed(),
    askedWrites: writes.filter((name) => asking.has(name)).length,
    writes,
    screensSeen: seen.size,
    heap: [early, late],
  };
}

interface Input {
  send(bytes: Uint8Array, pause: number): void;
  settle(): void;
}

/** One decoder for the whole run, on a clock of its own, so that torn sequences meet what comes after them. */
function createInput(shell: Shell): Input {
  const decoder = createDecoder();
  let now = 0;
  const feed = (events: readonly InputEvent[]) => {
    if (events.length) shell.dispatcher.feed(events);
  };
  const pass = (time: number) => {
    for (let due = decoder.deadline(); due !== undefined && due <= time; due = decoder.deadline())
      feed(decoder.flush(due));
    now = time;
  };
  return {
    send(bytes, pause) {
      pass(now + pause);
      decoder.setMode(shell.dispatcher.scanMode());
      feed(decoder.push(bytes, now));
    },
    settle: () => pass(now + 60_000),
  };
}

function happen(shell: Shell, event: RandomEvent, input: Input, pause: number): void {
  switch (event.kind) {
    case 'bytes':
      input.send(event.bytes, pause);
      return;
    case 'size':
      shell.size.set(sizeOf(event.columns, event.rows));
      return;
    case 'news':
      shell.changed({ table: event.table, ids: [] });
      return;
    case 'line':
      shell.connection.set(event.state);
      return;
    case 'lock':
      shell.lock('Nobody was here.');
      return;
  }
}

function agreeTo(shell: Shell, input: Input): void {
  const top = shell.overlays.get().at(-1);
  if (top?.kind === 'confirm')
    input.send(Buffer.from(top.request.typed === undefined ? 'y' : `${top.request.typed}\r`), 100);
}

/** Whoever is lost presses Enter on the lock and Esc until nothing lies over the screen: then `?` must still show the keys. */
async function lives(app: OpenScreens, input: Input): Promise<boolean> {
  const { shell } = app;
  const press = async (bytes: string) => {
    input.send(Buffer.from(bytes), 100);
    input.settle();
    await app.quiet();
  };
  shell.size.set(sizeOf(120, 40));
  input.settle();
  await app.quiet();
  if (shell.locked.get() !== undefined) await press('\r');
  for (let tries = 0; tries < 30 && shell.overlays.get().length > 0; tries += 1) await press('\u001b');
  await press('\u001b');
  await press('\u001b');
  await press('\u001bOP');
  const helped = shell.overlays.get().some(({ kind }) => kind === 'help');
  await press('\u001b');
  return helped && shell.overlays.get().length === 0;
}

/** Counts what was agreed to; whoever never agrees has every yes turned into no. */
function watchQuestions(shell: Shell, agree: RandomRun['agree']): { agreed: () => number } {
  let agreed = 0;
  const known = new Set<number>();
  shell.overlays.subscribe(() => {
    const now = shell.overlays.get();
    const fresh = now.filter(
      (one): one is Overlay & { kind: 'confirm' } => one.kind === 'confirm' && !known.has(one.id),
    );
    if (fresh.length === 0) return;
    for (const { id } of fresh) known.add(id);
    shell.overlays.set(
      now.map((one): Overlay => {
        if (one.kind !== 'confirm' || !fresh.includes(one)) return one;
        return {
          ...one,
          answer: (yes: boolean) => {
            if (yes && agree === 'anything') agreed += 1;
            one.answer(yes && agree === 'anything');
          },
        };
      }),
    );
  });
  return { agreed: () => agreed };
}

async function codesOf(db: TestDatabase): Promise<string[]> {
  const rows = await db.sql<{ code: string }>(
    `(select sku as code from product_variants order by sku limit 30)
    union all (select order_number from orders order by order_number limit 30)
    union all (select code from warehouses)`,
  );
  return rows.map(({ code }) => code);
}

async function writesOf(db: TestDatabase): Promise<string[]> {
  const rows = await db.sql<{ name: string }>('select name from operation_results order by created_at, operation_id');
  return rows.map(({ name }) => name);
}

function heapUsed(): number {
  setFlagsFromString('--expose_gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  return Math.round(process.memoryUsage().heapUsed / 1_048_576);
}
