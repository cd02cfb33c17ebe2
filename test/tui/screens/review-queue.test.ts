import { describe, expect, test } from '@jest/globals';
import type { ListRow } from '../../../src/operations/listing.ts';
import type { ReviewShown } from '../../../src/operations/reviews/show.ts';
import { createDesk, type DeskWork } from '../../../src/tui/screens/reviews/desk.ts';
import * as steps from '../../../src/tui/screens/reviews/queue.ts';
import { emptyQueue, type Queue } from '../../../src/tui/screens/reviews/queue.ts';

const rows = (letters: string): ListRow[] => Array.from(letters, (id) => ({ id, product: `Shoe ${id}` }));
const none: ReadonlySet<string> = new Set();
const queueOf = (letters: string): Queue => steps.withWaiting(emptyQueue, rows(letters), none);
const told = (queue: Queue) =>
  steps
    .toDecide(queue)
    .map(({ id }) => (id === queue.current?.id ? id.toUpperCase() : id))
    .join('');

describe('the queue', () => {
  test('begins with the first; the next slides into the place of what was decided', () => {
    const queue = queueOf('abcd');
    expect(told(queue)).toBe('Abcd');
    expect(told(steps.withDecided(queue, rows('a')))).toBe('Bcd');
    expect(told(steps.withDecided(steps.moved(queue, 2), rows('c')))).toBe('abD');
  });

  test('comes back to those that were skipped after the last', () => {
    const skipped = steps.moved(queueOf('abc'), 1);
    const decided = steps.withDecided(steps.withDecided(skipped, rows('b')), rows('c'));
    expect(told(decided)).toBe('A');
    expect(steps.withDecided(decided, rows('a')).current).toBeUndefined();
  });

  test('hides what was decided until the list has caught up, and shows it when it waits again', () => {
    const decided = steps.withDecided(queueOf('abc'), rows('a'));
    const late = steps.withWaiting(decided, rows('abc'), none);
    expect(told(late)).toBe('Bc');
    const caughtUp = steps.withWaiting(late, rows('bc'), none);
    expect(told(steps.withWaiting(caughtUp, rows('abc'), none))).toBe('aBc');
    const saving = steps.withWaiting(decided, rows('bc'), new Set('a'));
    expect(told(steps.withWaiting(saving, rows('abc'), none))).toBe('Bc');
  });

  test('puts back what was taken back, in front until the list has it at its place', () => {
    const decided = steps.withDecided(queueOf('abcd'), rows('ab'));
    const back = steps.withBack(steps.withWaiting(decided, rows('cd'), none), rows('b'));
    expect(told(back)).toBe('Bcd');
    expect(told(steps.withWaiting(back, rows('bcd'), none))).toBe('Bcd');
  });

  test('never changes the review in front of somebody: another’s decision is told and not jumped over', () => {
    const queue = steps.withWaiting(queueOf('abc'), rows('bc'), none);
    expect(queue.current?.id).toBe('a');
    expect(steps.decidedElsewhere(queue)).toBe(true);
    expect(steps.chosen(queue)).toEqual([]);
    expect(told(steps.moved(queue, 1))).toBe('Bc');
  });

  test('marks one, a range and all', () => {
    const one = steps.toggledMark(queueOf('abcd'));
    expect([...one.marks]).toEqual(['a']);
    expect(told(one)).toBe('aBcd');
    const range = steps.moved(steps.toggledRange(one), 2);
    expect([...range.marks].sort()).toEqual(['a', 'b', 'c', 'd']);
    expect(steps.chosen(range).map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd']);
    expect(steps.markedAll(range).marks.size).toBe(0);
    expect(steps.markedAll(queueOf('abc')).marks.size).toBe(3);
  });
});

interface Written {
  readonly id: string;
  readonly operationId: string;
}

/** The database as a list of what was written; what is in `refused` fails. */
function fakeWork(refused: ReadonlySet<string> = new Set(), statusAfter = 'PENDING') {
  const log: string[] = [];
  const said: string[] = [];
  const written: Written[] = [];
  const work: DeskWork = {
    decide: async (id, { to }, operationId) => {
      await Promise.resolve();
      if (refused.has(id)) return false;
      written.push({ id, operationId });
      log.push(`${to} ${id}`);
      return true;
    },
    undo: async (operationId) => {
      await Promise.resolve();
      log.push(`undo ${written.find((one) => one.operationId === operationId)?.id ?? '?'}`);
      return true;
    },
    show: (id) => Promise.resolve({ id, status: statusAfter } as ReviewShown),
    tell: (_kind, text) => said.push(text),
  };
  return { work, log, said };
}

describe('the desk', () => {
  test('shows the next review while the decision before is being written, in the order of the keys', async () => {
    const { work, log } = fakeWork();
    const desk = createDesk(work);
    desk.arrived(rows('abcd'));
    desk.decide({ to: 'APPROVED' });
    desk.decide({ to: 'REJECTED', reason: 'spam' });
    expect(told(desk.state.get().queue)).toBe('Cd');
    expect(desk.state.get()).toMatchObject({ approved: 1, rejected: 1 });
    expect(desk.state.get().saving.size).toBe(2);
    expect(log).toEqual([]);
    await desk.settled();
    expect(log).toEqual(['APPROVED a', 'REJECTED b']);
    expect(desk.state.get().saving.size).toBe(0);
  });

  test('takes back the last and the one before, and says when there is none left', async () => {
    const { work, log, said } = fakeWork();
    const desk = createDesk(work);
    desk.arrived(rows('abc'));
    desk.decide({ to: 'APPROVED' });
    desk.decide({ to: 'APPROVED' });
    desk.undo();
    expect(told(desk.state.get().queue)).toBe('Bc');
    desk.undo();
    expect(told(desk.state.get().queue)).toBe('Abc');
    desk.undo();
    await desk.settled();
    expect(log).toEqual(['APPROVED a', 'APPROVED b', 'undo b', 'undo a']);
    expect(desk.state.get()).toMatchObject({ approved: 0, rejected: 0, history: [] });
    expect(said).toEqual(['There is no decision of yours here to take back.']);
  });

  test('what is being taken back stays in front, whatever the list tells of the time in between', async () => {
    const { work } = fakeWork();
    const desk = createDesk(work);
    desk.arrived(rows('abc'));
    desk.decide({ to: 'APPROVED' });
    desk.undo();
    desk.arrived(rows('abc'));
    desk.arrived(rows('bc'));
    expect(told(desk.state.get().queue)).toBe('Abc');
    await desk.settled();
    expect(told(desk.state.get().queue)).toBe('Abc');
    desk.arrived(rows('abc'));
    expect(told(desk.state.get().queue)).toBe('Abc');
  });

  test('what could not be written comes back to the front and does not count', async () => {
    const { work, log } = fakeWork(new Set('a'));
    const desk = createDesk(work);
    desk.arrived(rows('abc'));
    desk.decide({ to: 'APPROVED' });
    desk.decide({ to: 'APPROVED' });
    await desk.settled();
    expect(told(desk.state.get().queue)).toBe('Ac');
    expect(desk.state.get()).toMatchObject({ approved: 1 });
    desk.undo();
    await desk.settled();
    expect(log).toEqual(['APPROVED b', 'undo b']);
  });

  test('taken back before it turned out that it was never written: nothing is undone and nothing counts', async () => {
    const { work, log } = fakeWork(new Set('a'));
    const desk = createDesk(work);
    desk.arrived(rows('ab'));
    desk.decide({ to: 'APPROVED' });
    desk.undo();
    await desk.settled();
    expect(log).toEqual([]);
    expect(desk.state.get()).toMatchObject({ approved: 0, rejected: 0 });
    expect(told(desk.state.get().queue)).toBe('Ab');
  });

  test('what somebody else decided first does not come back', async () => {
    const { work } = fakeWork(new Set('a'), 'APPROVED');
    const desk = createDesk(work);
    desk.arrived(rows('ab'));
    desk.decide({ to: 'APPROVED' });
    await desk.settled();
    expect(told(desk.state.get().queue)).toBe('B');
    expect(desk.state.get().approved).toBe(0);
  });

  test('decides all that are marked as one act, and takes them back as one', async () => {
    const { work, log } = fakeWork();
    const desk = createDesk(work);
    desk.arrived(rows('abcd'));
    desk.mark('one');
    desk.mark('one');
    desk.decide({ to: 'REJECTED', reason: 'copied' });
    expect(told(desk.state.get().queue)).toBe('Cd');
    desk.undo();
    await desk.settled();
    expect(log).toEqual(['REJECTED a', 'REJECTED b', 'undo a', 'undo b']);
    expect(told(desk.state.get().queue)).toBe('Abcd');
  });

  test('fetches what belongs to a review once, and before it is in front', async () => {
    const { work } = fakeWork();
    const desk = createDesk(work);
    desk.arrived(rows('abcdef'));
    await new Promise(setImmediate);
    expect([...desk.state.get().pages.keys()]).toEqual(['a', 'b', 'c']);
    desk.decide({ to: 'APPROVED' });
    await desk.settled();
    await new Promise(setImmediate);
    expect([...desk.state.get().pages.keys()]).toEqual(['a', 'b', 'c', 'd']);
  });
});
