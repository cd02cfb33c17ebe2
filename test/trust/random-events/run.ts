import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createDecoder, type InputEvent } from '../../../src/tui/app/decoder.ts';
import type { Shell } from '../../../src/tui/app/shell.ts';
import { sizeOf } from '../../../src/tui/app/size.ts';
import { screens } from '../../../src/tui/screens/index.ts';
import type { TestDatabase } from '../../helpers/database.ts';
import { openScreens, type OpenScreens } from '../../helpers/screens.tsx';
import { watchAgreements } from './agreements.ts';
import { nextEvent, rng, tornEvent, type RandomEvent, type Rng } from './events.ts';

export interface RandomRun {
  readonly events: number;
  readonly seed: number;
  readonly db: TestDatabase;
  readonly home: string;
}

export interface Verdict {
  readonly broken: unknown;
  /** Errors that no person should ever see. */
  readonly unexpected: readonly string[];
  /** After how many events a key did not work any more. */
  readonly stuckAfter: readonly number[];
  /** Dialogs that were answered yes. */
  readonly agreed: number;
  readonly writes: number;
  /** Writes of acts that ask first, and were agreed to. */
  readonly asked: number;
  /** Writes that nobody agreed to. */
  readonly unasked: readonly string[];
  readonly screens: readonly string[];
  /** Megabytes of heap after a fifth of the events and after all of them. */
  readonly heap: readonly [early: number, late: number];
}

const longestBurst = 80;
const lookEvery = 25;
const workEvery = 4;

/**
 * The whole app, all its screens, on a real database: events in bursts that come faster than anything is drawn or loaded,
 * one in four torn off in the middle of a sequence; then it must come to rest, and now and then show that a key still works.
 */
export async function runRandomEvents({ events, seed, db, home }: RandomRun): Promise<Verdict> {
  const dice = rng(seed);
  const app = openScreens({ db, screens, home, size: { columns: 120, rows: 40 }, unseen: true });
  const { shell } = app;
  const codes = await codesOf(db);
  const agreements = await watchAgreements(shell, db);
  const unexpected = new Set<string>();
  const stopErrors = shell.toasts.subscribe(() => {
    for (const { text } of shell.toasts.get()) if (text.startsWith('That failed unexpectedly')) unexpected.add(text);
  });
  const seen = new Set<string>();
  const stopPlaces = shell.stack.subscribe(() => seen.add(shell.stack.get().at(-1)?.screen.name ?? ''));
  const stuckAfter: number[] = [];
  const input = createInput(shell);
  let early = 0;
  let done = 0;
  await app.quiet();
  for (let burst = 1; done < events && app.broken() === undefined; burst += 1) {
    const length = Math.min(1 + dice.below(longestBurst), events - done);
    for (let one = 0; one < length; one += 1) happen(shell, nextEvent(dice, codes), input, dice.below(40));
    if (dice.below(4) === 0) input.send(tornEvent(dice, codes), 0);
    done += length;
    await app.quiet();
    // A question comes up seldom and is answered by chance more seldom still.
    if (dice.below(2) === 0) agreeTo(shell, input);
    if (burst % workEvery === 0) await work(app, input, dice);
    app.forget();
    if (burst % lookEvery === 0 && !(await lives(app, input))) stuckAfter.push(done);
    if (early === 0 && done >= events / 5) early = heapUsed();
  }
  await app.quiet();
  if (app.broken() !== undefined || !(await lives(app, input))) stuckAfter.push(done);
  const late = heapUsed();
  stopErrors();
  stopPlaces();
  app.close();
  await app.quiet();
  agreements.stop();
  return {
    broken: app.broken(),
    unexpected: [...unexpected],
    stuckAfter,
    agreed: agreements.agreed(),
    ...(await agreements.verdict()),
    screens: [...seen],
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

/** What is done all day, so that there are writes of both kinds: a review by its key alone, an order's step with a yes. */
async function work(app: OpenScreens, input: Input, dice: Rng): Promise<void> {
  const down = 'j'.repeat(dice.below(8));
  const keys = dice.below(2)
    ? ['\u001b[201~', '\r', ':moderate\r', 'a']
    : ['\u001b[201~', '\r', ':orders\r', `${down}f`];
  app.shell.size.set(sizeOf(120, 40));
  for (const one of keys) {
    if (one.startsWith(':')) for (let tries = 0; tries < 6; tries += 1) await press(app, input, '\u001b');
    await press(app, input, one);
  }
  agreeTo(app.shell, input);
  await app.quiet();
}

async function press(app: OpenScreens, input: Input, keys: string): Promise<void> {
  input.send(Buffer.from(keys), 100);
  input.settle();
  await app.quiet();
}

function agreeTo(shell: Shell, input: Input): void {
  const top = shell.overlays.get().at(-1);
  if (top?.kind === 'confirm')
    input.send(Buffer.from(top.request.typed === undefined ? 'y' : `${top.request.typed}\r`), 100);
}

/** Whoever is lost presses Enter on the lock and Esc until nothing lies over the screen: then `:` must open the palette. */
async function lives(app: OpenScreens, input: Input): Promise<boolean> {
  const { shell } = app;
  shell.size.set(sizeOf(120, 40));
  input.settle();
  await app.quiet();
  // The end of a paste that never came: a terminal that lost it sends nothing that could be told from it.
  await press(app, input, '\u001b[201~');
  if (shell.locked.get() !== undefined) await press(app, input, '\r');
  for (let tries = 0; tries < 30 && shell.overlays.get().length > 0; tries += 1) await press(app, input, '\u001b');
  await press(app, input, '\u001b');
  await press(app, input, '\u001b');
  await press(app, input, ':');
  const opened = shell.overlays.get().some(({ kind }) => kind === 'palette');
  await press(app, input, '\u001b');
  return opened && shell.overlays.get().length === 0;
}

async function codesOf(db: TestDatabase): Promise<string[]> {
  const rows = await db.sql<{ code: string }>(
    `(select sku as code from product_variants order by sku limit 30)
    union all (select order_number from orders order by order_number limit 30)
    union all (select code from warehouses)`,
  );
  return rows.map(({ code }) => code);
}

function heapUsed(): number {
  setFlagsFromString('--expose_gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  return Math.round(process.memoryUsage().heapUsed / 1_048_576);
}
