import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { Conflict, Forbidden, InvalidInput, NotFound, Refused } from '../../../src/domain/errors.ts';
import { matchingKeys, runEach } from '../../../src/operations/bulk.ts';
import { page } from '../../../src/operations/listing.ts';
import { run } from '../../../src/operations/operation.ts';
import { approve } from '../../../src/operations/reviews/approve.ts';
import { list } from '../../../src/operations/reviews/list.ts';
import { reject } from '../../../src/operations/reviews/reject.ts';
import { reopen } from '../../../src/operations/reviews/reopen.ts';
import { show } from '../../../src/operations/reviews/show.ts';
import { connectDatabase } from '../../../src/platform/database/connect.ts';
import { heldBeforeCommit, somebodyWaits } from '../../helpers/faults.ts';
import { transaction } from '../../migrations/shop.ts';
import { caught } from '../caught.ts';
import { plan } from '../plan.ts';
import { openShop, socks, type Shop } from '../shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop({ [`${socks}@BER`]: 50 });
});
afterAll(() => shop.close());
beforeEach(() => shop.sql('delete from reviews'));

/** Reviews of the socks by as many customers, the first written first. */
async function written(
  count: number,
  more: { rating?: number; comment?: string; sku?: string } = {},
): Promise<string[]> {
  const rows = await shop.sql<{ id: string }>(
    `with people as (
      insert into users (email, password_hash, first_name)
      select 'r' || g || '-' || $5::text || '@test.example', 'x', 'R' || g from generate_series(1, $1::integer) g
      returning id
    )
    insert into reviews (product_id, user_id, rating, comment, created_at)
    select p.id, u.id, $2::integer, $3::text, now() + row_number() over () * interval '1 microsecond'
    from people u, products p
    where p.sku = $4
    returning id, created_at`,
    [count, more.rating ?? 5, more.comment ?? null, more.sku ?? socks, randomUUID()],
  );
  return rows.map(({ id }) => id);
}
const stats = async () =>
  (await shop.sql('select review_count, avg_rating, version from products where sku = $1', [socks]))[0];
const call = () => ({ database: shop.database, actor: shop.actor('manager') });
const listed = async (filter: string, sort = 'oldest') =>
  (await page(list, { filter, sort, limit: 1000 }, call())).rows;
const ids = async (filter: string) => (await listed(filter)).map(({ id }) => id);

describe('moderation', () => {
  test('goes from the queue to a decision and back; only approved reviews count', async () => {
    const [five = '', one = ''] = [...(await written(1, { rating: 5 })), ...(await written(1, { rating: 1 }))];
    expect(await ids('')).toEqual([five, one]);
    expect(await shop.act(approve, { review: five })).toMatchObject({
      status: 'APPROVED',
      review_count: 1,
      avg_rating: '5.00',
    });
    const rejected = await shop.act(reject, { review: one, reason: 'Personal data' });
    expect(rejected).toMatchObject({ status: 'REJECTED', rejection_reason: 'Contains personal data', review_count: 1 });
    expect(await ids('')).toEqual([]);
    expect(await shop.act(show, { review: one })).toMatchObject({
      moderated_by: 'Manager Tester',
      rejection_reason: 'Contains personal data',
    });
    expect(await shop.act(reopen, { review: five })).toMatchObject({ status_before: 'APPROVED', avg_rating: null });
    expect(await shop.act(reopen, { review: one })).toMatchObject({ status: 'PENDING', rejection_reason: null });
    // an edit that somebody has open is not made stale by a review
    expect(await stats()).toEqual({ review_count: 0, avg_rating: null, version: 1 });
  });

  test('takes a decision once: the second person is told who was first', async () => {
    const [review = ''] = await written(1);
    await shop.act(approve, { review }, 'admin');
    const again = shop.act(approve, { review });
    await expect(again).rejects.toBeInstanceOf(Conflict);
    await expect(again).rejects.toThrow(/^The review of Wool socks is APPROVED by Admin Tester \(.* UTC\) already\.$/u);
    const other = shop.act(reject, { review, reason: 'spam' });
    await expect(other).rejects.toBeInstanceOf(Refused);
    await expect(other).rejects.toMatchObject({ hint: expect.stringContaining('reviews reopen') });
    await expect(shop.act(reject, { review, reason: '  ' })).rejects.toBeInstanceOf(InvalidInput);
    await shop.act(reopen, { review });
    await expect(shop.act(reopen, { review })).rejects.toThrow('waits in the queue already');
  });

  test('waits for whoever decides at this moment, and is then told who it was', async () => {
    const [review = ''] = await written(1);
    const held = heldBeforeCommit(shop);
    const first = run(approve, { review }, { database: held.database, actor: shop.actor('manager') });
    await held.reached;
    const second = caught(shop.act(approve, { review }, 'admin'));
    await somebodyWaits(shop);
    held.release();
    await first;
    expect(await second).toMatchObject({
      code: 'conflict',
      message: expect.stringMatching(/^The review of Wool socks is APPROVED by Manager Tester \(.* UTC\) already\.$/u),
    });
  });

  test('of one review by 16 people at once: one decides', async () => {
    const [review = ''] = await written(1);
    const all = await Promise.allSettled(
      Array.from({ length: 16 }, (_, n) =>
        n % 2 ? shop.act(approve, { review }) : shop.act(reject, { review, reason: 'spam' }),
      ),
    );
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const one of all) {
      if (one.status === 'rejected')
        expect(one.reason).toBeInstanceOf(one.reason instanceof Conflict ? Conflict : Refused);
    }
  });

  test('of 64 reviews of one product at once leaves its rating exact', async () => {
    const reviews = [...(await written(32, { rating: 5 })), ...(await written(32, { rating: 2 }))];
    const database = connectDatabase({ url: shop.appUrl, poolSize: 64 });
    const act = { database, actor: shop.actor('manager') };
    await Promise.all(
      reviews.map((review, n) =>
        n % 4 ? run(approve, { review }, act) : run(reject, { review, reason: 'spam' }, act),
      ),
    );
    expect(await stats()).toMatchObject({ review_count: 48, avg_rating: '3.50' });
    await Promise.all(reviews.map((review) => run(reopen, { review }, act)));
    expect(await stats()).toMatchObject({ review_count: 0, avg_rating: null });
    await database.close();
  });

  test('over all that match gives each its own result', async () => {
    const good = await written(3, { rating: 5 });
    await written(2, { rating: 1 });
    const keys = await matchingKeys(list, 'id', 'rating:5', call());
    expect(keys.sort()).toEqual(good.sort());
    const outcome = await runEach(approve, keys, {}, { ...call(), operationId: randomUUID() });
    expect(outcome).toMatchObject({ done: 3, failed: 0 });
    expect(await stats()).toMatchObject({ review_count: 3 });
  });

  test('is for managers, in the app and in SQL, and the rules hold for any client', async () => {
    const [review = ''] = await written(1);
    for (const role of ['warehouse', 'oncall'] as const) {
      await expect(shop.act(approve, { review }, role)).rejects.toBeInstanceOf(Forbidden);
    }
    const sql = (role: string, statement: string) =>
      transaction(shop.appUrl, { role, user_id: shop.actor('manager').id }, (tx) => tx(statement));
    await expect(sql('warehouse_role', "update reviews set status = 'APPROVED'")).rejects.toThrow('permission denied');
    await expect(sql('manager_role', "update reviews set comment = 'better'")).rejects.toThrow('permission denied');
    await expect(sql('manager_role', "update reviews set status = 'REJECTED'")).rejects.toThrow('rejection_reason');
    await expect(sql('admin_role', 'update reviews set moderated_at = now()')).rejects.toThrow(
      'written by the database',
    );
    await sql('manager_role', "update reviews set status = 'APPROVED', moderated_by = null");
    const [row] = await shop.sql<{ moderated_by: string }>('select moderated_by from reviews');
    expect(row?.moderated_by).toBe(shop.actor('manager').id);
    await expect(sql('admin_role', "update reviews set status = 'REJECTED', rejection_reason = 'no'")).rejects.toThrow(
      'goes back to PENDING first',
    );
  });
});

describe('the queue', () => {
  test('is found by product, customer, words, rating, age and copied text', async () => {
    const text = 'These socks are the best socks I ever had!';
    const [one = '', two = ''] = await written(2, { comment: text, rating: 4 });
    const [three = ''] = await written(1, { comment: text.toUpperCase().replaceAll(' ', '  '), sku: 'RUN' });
    const [short = ''] = await written(1, { comment: 'great', rating: 1 });
    await written(1, { comment: 'great', rating: 1, sku: 'RUN' });
    expect(await ids('copied:yes')).toEqual([one, two, three]);
    expect((await listed('')).map(({ same_text }) => same_text)).toEqual([2, 2, 2, 0, 0]);
    expect(await ids('product:socks rating:<2')).toEqual([short]);
    expect(await ids('product:run-42-blk copied:yes')).toEqual([three]);
    expect(await ids('product:wool copied:yes')).toEqual([one, two]);
    expect(await ids('"BEST socks" rating:4 since:1d')).toEqual([one, two]);
    expect(await ids('verified:yes')).toEqual([]);
    expect(await ids('customer:r2 copied:yes')).toEqual([two]);
    expect(await ids('100%')).toEqual([]);
    const { same_text } = await shop.act(show, { review: three });
    expect(same_text.map(({ product }) => product)).toEqual(['Wool socks', 'Wool socks']);
  });

  test('shows the order it was bought in and what else the customer wrote', async () => {
    const order = await shop.order(`${socks}=1`, 'PROCESSING');
    await shop.sql(
      `insert into reviews (product_id, user_id, rating, comment)
      select p.id, u.id, 4, 'warm' from products p, users u where u.email = 'anna@example.com'`,
    );
    const [review = ''] = await ids('product:SOCKS');
    expect(await shop.act(show, { review })).toMatchObject({
      is_verified: false,
      order: { order_number: order, status: 'PROCESSING' },
      customer: { email: 'a…@example.com', other_reviews: 1, rejected_reviews: 0, approved_reviews: 0 },
      product: { sku: 'SOCKS', review_count: 0 },
    });
    expect((await shop.act(show, { review: 'next' }, 'warehouse')).customer.email).toBeNull();
  });

  test('takes the first eight digits of an id, when they are one review’s', async () => {
    const [id = ''] = await written(1);
    await shop.sql(
      `insert into reviews (id, product_id, user_id, rating)
      select u.n::uuid, p.id, c.id, 3
      from unnest(array['aaaaaaaa-1111-4111-8111-111111111111', 'aaaaaaaa-2222-4111-8111-111111111111']) as u (n),
        products p, users c
      where p.sku = case when u.n like '%1111-4111-8111-1%' and u.n like 'aaaaaaaa-1%' then 'RUN' else 'SOCKS' end
        and c.email = 'anna@example.com'`,
    );
    expect((await shop.act(show, { review: id.slice(0, 8) })).id).toBe(id);
    await expect(shop.act(approve, { review: 'aaaaaaaa' })).rejects.toThrow('Several reviews begin with');
    expect((await shop.act(approve, { review: 'AAAAAAAA-1' })).id).toContain('aaaaaaaa-1111');
    await expect(shop.act(approve, { review: '1234567' })).rejects.toBeInstanceOf(InvalidInput);
    await expect(shop.act(approve, { review: '00000000' })).rejects.toBeInstanceOf(NotFound);
  });

  test('keeps hostile text as it is', async () => {
    const hostile = 'nice\u001b[2J\u001b]0;owned\u0007 \u202etxt.exe\u202c <script>alert(1)</script>';
    const [id = ''] = await written(1, { comment: hostile });
    expect((await shop.act(show, { review: id })).comment).toBe(hostile);
    expect((await listed(''))[0]?.['comment']).toBe(hostile);
  });

  test.each(['', 'status:all', 'rating:5', 'product:SOCKS', 'customer:anna', 'copied:yes', 'words here', 'since:7d'])(
    'walks no table for "%s"',
    async (filter) => {
      expect(await plan(shop, list, { filter })).not.toMatch(/Seq Scan on (?:reviews|users|products)/u);
      const few = await plan(shop, list, { filter }, 'manager', () => [shop.actor('manager').id]);
      expect(few).not.toMatch(/Seq Scan on (?:reviews|users|products)/u);
    },
  );
  test.each(['oldest', 'newest'])('is not sorted to be read %s first', async (sort) => {
    expect(await plan(shop, list, { sort })).not.toMatch(/Sort {2}\(/u);
  });
});
