import { mkdtempSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Refused, Unavailable } from '../../../../src/domain/errors.ts';
import type { Drafts } from '../../../../src/tui/app/screen.ts';
import { createTally, type Outside, type Tally } from '../../../../src/tui/app/tally/controller.ts';
import { takeDraftSlot } from '../../../../src/tui/app/tally/draft.ts';
import type { Event, Sending, State } from '../../../../src/tui/app/tally/types.ts';
import { openDrafts } from '../../../../src/platform/drafts.ts';

const at = '2026-11-23T14:02:00.000Z';
const scan = (code: string): Event => ({ kind: 'scan', code, at });
const ids = Array.from({ length: 9 }, (_, index) => `00000000-0000-4000-8000-00000000000${index}`);

function draftsIn(folder = mkdtempSync(join(tmpdir(), 'restock-'))): Drafts {
  const files = openDrafts({ data: folder } as Parameters<typeof openDrafts>[0], { store: 's', actorId: 'a' });
  return {
    read: (key) => files.load(key)?.value,
    write: (key, value) => files.save(key, value),
    remove: (key) => files.remove(key),
    names: () => files.list().map(({ name }) => name),
  };
}

/** A shop that answers what it is told to, and remembers what reached it. */
function outside(changes: Partial<Outside> = {}) {
  const sent: Sending[] = [];
  let next = 0;
  const made: Outside = {
    job: 'restock',
    places: async () => Promise.resolve([{ code: 'BER', name: 'Berlin' }]),
    lookUp: async (codes) =>
      Promise.resolve(
        Object.fromEntries(
          codes.map((code) => [
            code,
            code.startsWith('?')
              ? { state: 'unknown', why: 'unknown code' }
              : { state: 'known', sku: code, name: code, variant: '', onHand: 1 },
          ]),
        ),
      ),
    commit: async (sending) => {
      sent.push(sending);
      return Promise.resolve({ replayed: false });
    },
    unanswered: (error) => error instanceof Unavailable,
    slot: takeDraftSlot(draftsIn(), 'restock'),
    remembered: undefined,
    remember: () => undefined,
    newId: () => ids[(next += 1) % ids.length] ?? '',
    now: () => at,
    signalBad: () => undefined,
    ...changes,
  };
  return { made, sent };
}

function until(restock: Tally, holds: (state: State) => boolean): Promise<State> {
  return new Promise((resolve) => {
    const look = () => {
      if (!holds(restock.state.get())) return;
      stop();
      resolve(restock.state.get());
    };
    const stop = restock.state.subscribe(look);
    look();
  });
}
const checked = (state: State) => state.lines.every(({ answer }) => answer !== undefined);
const counts = (state: State) => Object.fromEntries(state.lines.map(({ key, quantity }) => [key, quantity]));

test('a burst of 20 scans is counted, looked up and booked under one id', async () => {
  const { made, sent } = outside();
  const restock = createTally(made);
  for (let index = 0; index < 20; index += 1) restock.dispatch(scan(`SKU-${index % 4}`));
  const { operationId } = await until(restock, (state) => state.place !== undefined && checked(state));
  restock.dispatch({ kind: 'send', nextId: ids[8] ?? '' });
  await until(restock, (state) => state.sending === undefined);
  expect(sent).toHaveLength(1);
  expect(sent[0]).toMatchObject({ operationId, place: 'BER' });
  expect(sent[0]?.lines.map(({ quantity }) => quantity)).toEqual([5, 5, 5, 5]);
});

test('codes scanned while the connection is away are kept and checked when it is back', async () => {
  let away = true;
  const { made } = outside();
  const restock = createTally({
    ...made,
    lookUp: async (codes, warehouse) => {
      if (away) throw new Unavailable('The database is away.');
      return made.lookUp(codes, warehouse);
    },
  });
  restock.dispatch(scan('A'));
  const offline = await until(restock, (state) => state.offline);
  expect(counts(offline)).toEqual({ A: 1 });
  away = false;
  const back = await until(restock, checked);
  expect(back.offline).toBe(false);
});

test('places that are asked for again while the connection is away are there when it is back', async () => {
  let away = false;
  let all = [{ code: 'BER', name: 'Berlin' }];
  const { made } = outside();
  const places = async () => (away ? Promise.reject(new Unavailable('The database is away.')) : Promise.resolve(all));
  const restock = createTally({ ...made, places });
  await until(restock, (state) => state.place !== undefined);
  away = true;
  restock.reload();
  await until(restock, (state) => state.offline);
  all = [...all, { code: 'PRG', name: 'Praha' }];
  away = false;
  const back = await until(restock, ({ places: known }) => known.length > 1);
  expect(back.offline).toBe(false);
});

test('a commit without an answer is sent again with the same id and content until there is one', async () => {
  const { made } = outside();
  const tries: Sending[] = [];
  const restock = createTally({
    ...made,
    commit: async (sending) => {
      tries.push(sending);
      if (tries.length === 1) throw new Unavailable('The connection broke off.');
      return Promise.resolve({ replayed: true });
    },
  });
  restock.dispatch(scan('A'));
  await until(restock, (state) => state.place !== undefined && checked(state));
  restock.dispatch({ kind: 'send', nextId: ids[8] ?? '' });
  await until(restock, (state) => state.sending?.state === 'doubt');
  restock.dispatch(scan('B'));
  const done = await until(restock, (state) => state.sending === undefined);
  expect(tries.map(({ operationId, lines }) => ({ operationId, lines }))).toEqual([
    { operationId: tries[0]?.operationId, lines: [{ sku: 'A', quantity: 1 }] },
    { operationId: tries[0]?.operationId, lines: [{ sku: 'A', quantity: 1 }] },
  ]);
  expect(counts(done)).toEqual({ B: 1 });
});

test('a refused commit tells why and gives the lines back', async () => {
  const { made } = outside({
    commit: () => Promise.reject(new Refused('BER takes no goods today.', { hint: 'Choose another.' })),
  });
  const restock = createTally(made);
  restock.dispatch(scan('A'));
  await until(restock, (state) => state.place !== undefined && checked(state));
  restock.dispatch({ kind: 'send', nextId: ids[8] ?? '' });
  const state = await until(restock, ({ flash }) => flash !== undefined);
  expect(state.flash).toEqual({ tone: 'bad', text: 'BER takes no goods today. Choose another.' });
  expect(counts(state)).toEqual({ A: 1 });
});

describe('the draft', () => {
  const left = async (drafts: Drafts) => {
    const restock = createTally(outside({ slot: takeDraftSlot(drafts, 'restock') }).made);
    restock.dispatch(scan('A'));
    restock.dispatch(scan('A'));
    await until(restock, (state) => state.place !== undefined && checked(state));
    restock.dispatch({ kind: 'reference', text: 'PO-1' });
    restock.stop();
    return restock.state.get();
  };

  test('is on the disk before a commit is sent', async () => {
    const drafts = draftsIn();
    let onDisk: unknown;
    const { made } = outside({
      slot: takeDraftSlot(drafts, 'restock'),
      commit: async ({ operationId }) => {
        onDisk = drafts.read('restock-1');
        expect(onDisk).toMatchObject({ value: { sending: { operationId, lines: [{ sku: 'A', quantity: 1 }] } } });
        return Promise.resolve({ replayed: false });
      },
    });
    const restock = createTally(made);
    restock.dispatch(scan('A'));
    await until(restock, (state) => state.place !== undefined && checked(state));
    restock.dispatch({ kind: 'send', nextId: ids[8] ?? '' });
    await until(restock, (state) => state.sending === undefined && state.lines.length === 0);
    expect(onDisk).toBeDefined();
    expect(drafts.read('restock-1')).toBeUndefined();
  });

  test('left by a process that is gone is offered, with the same operation id', async () => {
    const drafts = draftsIn();
    const before = await left(drafts);
    const slot = takeDraftSlot(drafts, 'restock');
    expect(slot.offer).toMatchObject({ operationId: before.operationId, reference: 'PO-1', startedAt: at });
    const restock = createTally(outside({ slot }).made);
    restock.dispatch({ kind: 'continue' });
    expect(counts(restock.state.get())).toEqual({ A: 2 });
  });

  test('of another terminal that still counts is not taken over', async () => {
    const drafts = draftsIn();
    await left(drafts);
    const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    try {
      const stored = drafts.read('restock-1') as { owner: object };
      drafts.write('restock-1', { ...stored, owner: { pid: other.pid, started: '' } });
      const slot = takeDraftSlot(drafts, 'restock');
      expect(slot.offer).toBeUndefined();
      slot.save(undefined);
      expect(drafts.read('restock-1')).toBeDefined();
    } finally {
      other.kill('SIGKILL');
      await once(other, 'exit');
    }
    expect(takeDraftSlot(drafts, 'restock').offer).toBeDefined();
  });

  test('that somebody broke is not offered and breaks nothing', () => {
    const drafts = draftsIn();
    drafts.write('restock-1', { owner: { pid: 1, started: 'never' }, value: { entries: 'none' } });
    expect(takeDraftSlot(drafts, 'restock').offer).toBeUndefined();
  });
});
