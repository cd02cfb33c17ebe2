import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { cliStore, type CliStore } from '../../cli/store.ts';

const hostile = 'nice\u001b[2J\u001b]0;owned\u0007 \u202eexe.txt\u202c \u009b31m';
let shop: CliStore;
let id = '';
beforeAll(async () => {
  shop = await cliStore();
  const [row] = await shop.db.sql<{ id: string }>(
    `update reviews
    set comment = $1::text, title = $1::text, status = 'PENDING'
    where id = (select id from reviews where status = 'PENDING' order by created_at, id limit 1)
    returning id`,
    [hostile],
  );
  id = row?.id ?? '';
});
afterAll(() => shop.close());

test('what a customer wrote cannot reach the terminal as commands; in JSON it is what was written', async () => {
  const humans = [
    await shop.run(['reviews', 'list', '--limit', '3']),
    await shop.run(['reviews', 'show', id]),
    await shop.run(['reviews', 'reject', id, '--reason', `spam${hostile}`, '--dry-run']),
  ];
  for (const { code, stdout, stderr } of humans) {
    expect([code, stderr.replace(/^More: .*\n/u, '')]).toEqual([0, '']);
    expect(stdout).toContain('nice');
    for (const char of ['\u001b', '\u0007', '\u009b', '\u202e']) expect(stdout).not.toContain(char);
  }
  expect(await shop.json(['reviews', 'show', id])).toMatchObject({ comment: hostile, title: hostile });
});

test('a bulk decision by filter can be tried first and tells what became of each', async () => {
  const tried = await shop.json<{ done: number; dry_run: boolean }>([
    ...['reviews', 'approve', '--matching', 'rating:>=4', '--dry-run'],
  ]);
  expect(tried.dry_run).toBe(true);
  const done = await shop.json<{ done: number; failed: number }>([
    'reviews',
    'approve',
    '--matching',
    'rating:>=4',
    '--yes',
  ]);
  expect(done).toMatchObject({ done: tried.done, failed: 0 });
  const { rows } = await shop.json<{ rows: unknown[] }>(['reviews', 'list', '--filter', 'rating:>=4']);
  expect(rows).toEqual([]);
});
