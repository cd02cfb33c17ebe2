import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { chainsOf, routeTo, spansOf } from '../../../src/domain/backup/window.ts';
import {
  findHoles,
  parseLsn,
  parseSegment,
  segmentEnd,
  segmentName,
  timelinesOf,
} from '../../../src/domain/backup/wal.ts';
import { minute } from '../../../src/domain/backup/policy.ts';
import { ago, archived, backup, size, wal } from './facts.ts';

test('the name of a segment and its number are the same thing, whatever the segment size', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 20, max: 30 }),
      fc.integer({ min: 1, max: 0xffffffff }),
      fc.integer({ min: 0, max: 2 ** 40 }),
      (power, timeline, number) => {
        const segment = { timeline, number: number % (2 ** 64 / 2 ** power / 4) };
        expect(parseSegment(segmentName(segment, 2 ** power), 2 ** power)).toEqual(segment);
      },
    ),
  );
  expect(segmentName({ timeline: 1, number: 255 }, size)).toBe('0000000100000000000000FF');
  expect(segmentName({ timeline: 1, number: 256 }, size)).toBe('000000010000000100000000');
  expect(parseSegment('000000010000000000000003.00000028.backup', size)).toEqual({ timeline: 1, number: 3 });
  expect(parseSegment('00000002.history', size)).toBeUndefined();
});

test('positions are 64 bits wide', () => {
  expect(parseLsn('0/2E000000')).toBe(0x2e000000n);
  expect(parseLsn('FFFFFFFF/FFFFFFFF')).toBe(0xffffffffffffffffn);
  expect(parseLsn('nonsense')).toBeUndefined();
  expect(segmentEnd(0x2d, size)).toBe(parseLsn('0/2E000000'));
});

const one = backup({ label: '20261122-113000F', walStart: wal(10), walStop: wal(11), stop: ago(29 * minute) });
const two = backup({ label: '20261122-114500F', walStart: wal(25), walStop: wal(25), stop: ago(14 * minute) });

describe('after a point-in-time recovery', () => {
  // Timeline 1 ran to 30; it was recovered to 20, and timeline 2 goes on from there.
  const files = [
    ...archived(10, 30).map((file) => ({ ...file, time: file.time - 30 * minute * 1000 })),
    ...archived(20, 35, 2),
  ];
  const timelines = timelinesOf(files, '15-1', size);
  const before = backup({ stop: ago(55 * minute), walStart: wal(10), walStop: wal(11) });
  test('there is no hole', () => {
    expect(findHoles(timelines, [before], size)).toEqual([]);
  });
  test('a hole where it branched off is found', () => {
    const torn = timelinesOf([...archived(10, 17), ...archived(20, 35, 2)], '15-1', size);
    expect(findHoles(torn, [before], size)).toEqual([{ timeline: 2, from: 18, to: 19 }]);
  });
  test('a moment of the old timeline is recovered on it, one of the new on the newest', () => {
    const chains = chainsOf(timelines, [before], size);
    expect(routeTo(chains, timelines, ago(40 * minute))).toMatchObject({ timeline: 1 });
    expect(routeTo(chains, timelines, ago(5 * minute))).toMatchObject({ timeline: undefined, last: { timeline: 2 } });
  });
});

describe('the window', () => {
  test('is one span from the stop of the oldest backup to the newest WAL', () => {
    const chains = chainsOf(timelinesOf(archived(10, 40), '15-1', size), [one, two], size);
    expect(spansOf(chains)).toMatchObject([{ from: one.stop, to: ago(0), last: { number: 40 } }]);
  });
  test('breaks at a hole, and goes on with the next backup', () => {
    const timelines = timelinesOf(
      archived(10, 40).filter(({ name }) => name !== wal(20)),
      '15-1',
      size,
    );
    const chains = chainsOf(timelines, [one, two], size);
    expect(spansOf(chains)).toMatchObject([
      { from: one.stop, to: ago(21 * minute) },
      { from: two.stop, to: ago(0) },
    ]);
    expect(routeTo(chains, timelines, ago(18 * minute))).toBeUndefined();
    expect(routeTo(chains, timelines, ago(25 * minute))).toMatchObject({ backup: { label: one.label } });
    expect(routeTo(chains, timelines, undefined)).toMatchObject({ backup: { label: two.label }, last: { number: 40 } });
  });
  test('does not begin with a backup that lacks its own start segment', () => {
    const timelines = timelinesOf(archived(11, 40), '15-1', size);
    expect(spansOf(chainsOf(timelines, [one, two], size))).toMatchObject([{ from: two.stop }]);
  });
  test('prefers a backup without wrong pages', () => {
    const timelines = timelinesOf(archived(10, 40), '15-1', size);
    const chains = chainsOf(timelines, [one, { ...two, error: true }], size);
    expect(routeTo(chains, timelines, ago(1))).toMatchObject({ backup: { label: one.label } });
  });
});

test('another cluster’s archive is not looked at', () => {
  const other = archived(50, 60).map((file) => ({ ...file, archiveId: '14-9' }));
  expect(timelinesOf([...archived(10, 12), ...other], '15-1', size)).toMatchObject([{ numbers: [10, 11, 12] }]);
});

test('a list of a hundred thousand segments is walked at once', () => {
  const timelines = timelinesOf(archived(10, 100_010), '15-1', size);
  expect(findHoles(timelines, [one, two], size)).toEqual([]);
  expect(chainsOf(timelines, [one, two], size)).toHaveLength(2);
});
