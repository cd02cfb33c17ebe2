import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { testDatabase, type TestDatabase } from '../helpers/database.ts';
import { handOn } from '../helpers/hand.ts';
import { openTerminal, type TestTerminal } from '../helpers/terminal.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase({ sample: true });
  await database.sql(`delete from reviews where status = 'PENDING'`);
});
afterAll(() => database.close());

/** As many reviews that wait, the longest waiting first: `Review 1`, `Review 2`, … */
async function waiting(count: number): Promise<void> {
  await database.sql(
    `insert into reviews (product_id, user_id, rating, title, comment, created_at)
     select p.id, u.id, 1 + n.n % 5, 'Review ' || n.n, 'Words of review ' || n.n || ' by hand',
       now() - interval '1 day' + n.n * interval '1 minute'
     from generate_series(1, $1::integer) as n (n)
     join (select id, row_number() over (order by id) as n from users where role = 'customer') u on u.n = n.n
     cross join lateral (
       select p.id
       from products p
       where p.deleted_at is null
         and not exists (select from reviews r where r.product_id = p.id and r.user_id = u.id)
       order by p.id
       limit 1
     ) p`,
    [count],
  );
}

const states = async (): Promise<Record<string, number>> => {
  const rows = await database.sql<{ status: string; count: number }>(
    `select status, count(*)::integer as count from reviews where title like 'Review %' group by status`,
  );
  return Object.fromEntries(rows.map(({ status, count }) => [status, count]));
};

async function atDesk(work: (app: TestTerminal) => Promise<void>, columns = 120, rows = 40): Promise<void> {
  const app = await openTerminal({ database, role: 'manager', columns, rows });
  try {
    await work(app);
  } finally {
    await app.close();
    await database.sql(`delete from reviews where title like 'Review %'`);
  }
}

async function openQueue(app: TestTerminal): Promise<void> {
  await app.type(':moderate');
  await app.press('Enter');
  await app.sees('Review 1');
}

describe('Moderating reviews', () => {
  test('decides fifty in fewer than sixty keys, every one of them seen before', () =>
    atDesk(async (app) => {
      await waiting(50);
      await openQueue(app);
      const hand = handOn(app);
      for (let review = 1; review <= 50; review += 1) {
        await app.sees(`Words of review ${review} by hand`);
        // every fifth is spam, at the press of its reason's digit
        await hand.press(review % 5 === 0 ? '1' : 'a');
      }
      await app.sees('No review waits for a decision.');
      await app.sees('40 approved 10 rejected');
      await app.seesNot('saving');
      expect(hand.keys()).toBeLessThan(60);
      expect(await states()).toEqual({ APPROVED: 40, REJECTED: 10 });
      const [spam] = await database.sql<{ reason: string }>(
        `select distinct rejection_reason as reason from reviews where title like 'Review %' and status = 'REJECTED'`,
      );
      expect(spam?.reason).toBe('Spam or advertising');
    }));

  test('fifty keys in one go decide as many, none twice and none skipped', () =>
    atDesk(async (app) => {
      await waiting(50);
      await openQueue(app);
      await app.type('a'.repeat(48));
      await app.sees('48 approved');
      await app.seesNot('saving');
      await app.sees('Words of review 49 by hand');
      expect(await states()).toEqual({ APPROVED: 48, PENDING: 2 });
    }));

  test('takes back the last and the one before, rejects in own words, skips, and decides the marked at once', () =>
    atDesk(async (app) => {
      await waiting(8);
      await openQueue(app);
      await app.press('a', 'a', 'z', 'z');
      await app.sees('Words of review 1 by hand');
      await app.seesNot('approved');
      await app.sees('8 wait');
      expect(await states()).toEqual({ PENDING: 8 });
      await app.press('d', '0');
      await app.type('about another shop');
      await app.press('Enter');
      await app.sees('1 rejected');
      await app.sees('Words of review 2 by hand');
      await app.press('j');
      await app.sees('Words of review 3 by hand');
      await app.press('Space', 'Space', 'Space', 'a');
      await app.sees('Approve all 3 marked reviews?');
      await app.press('y');
      await app.sees('3 approved 1 rejected');
      await app.seesNot('saving');
      expect(await states()).toEqual({ APPROVED: 3, REJECTED: 1, PENDING: 4 });
      await app.press('z');
      await app.sees('7 wait');
      await app.seesNot('3 approved');
      await app.idle();
      expect(await states()).toEqual({ REJECTED: 1, PENDING: 7 });
    }));

  test('only those of a rating or with a word come when that is asked for', () =>
    atDesk(async (app) => {
      await waiting(10);
      await openQueue(app);
      await app.press('/');
      await app.type('rating:5 verified:no');
      await app.press('Enter');
      await app.sees('2 wait');
      await app.sees('Words of review 4 by hand');
      await app.press('a');
      await app.sees('Words of review 9 by hand');
      await app.press('Esc');
      await app.sees('9 wait');
      await app.seesNot('saving');
      expect(await states()).toEqual({ APPROVED: 1, PENDING: 9 });
    }));

  test('another’s decision does not change the review in front, and is not decided over', () =>
    atDesk(async (app) => {
      await waiting(3);
      await openQueue(app);
      await app.sees('Words of review 1 by hand');
      await database.sql(
        `update reviews set status = 'REJECTED', rejection_reason = 'by hand' where title = 'Review 1'`,
      );
      await app.sees('Decided by somebody else meanwhile');
      await app.sees('Words of review 1 by hand');
      await app.press('a');
      await app.sees('Words of review 2 by hand');
      expect(await states()).toEqual({ REJECTED: 1, PENDING: 2 });
    }));

  test('works on a handheld of 40x12 as well', () =>
    atDesk(
      async (app) => {
        await waiting(3);
        await openQueue(app);
        await app.press('a');
        await app.sees('Words of review 2 by hand');
        await app.press('d');
        await app.sees('reject as');
        await app.press('4');
        await app.sees('Words of review 3 by hand');
        await app.seesNot('saving');
        expect(await states()).toEqual({ APPROVED: 1, REJECTED: 1, PENDING: 1 });
      },
      40,
      12,
    ));
});
