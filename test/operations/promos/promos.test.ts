import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Conflict, Forbidden, InvalidInput, NotFound, Refused } from '../../../src/domain/errors.ts';
import { applyPromo, promoRefusal, promoState, toldDiscount, type PromoTerms } from '../../../src/domain/promo.ts';
import { page } from '../../../src/operations/listing.ts';
import { run } from '../../../src/operations/operation.ts';
import { cancel } from '../../../src/operations/orders/cancel.ts';
import { place } from '../../../src/operations/orders/place.ts';
import { activate } from '../../../src/operations/promos/activate.ts';
import { create } from '../../../src/operations/promos/create.ts';
import { deactivate } from '../../../src/operations/promos/deactivate.ts';
import { edit } from '../../../src/operations/promos/edit.ts';
import { generate } from '../../../src/operations/promos/generate.ts';
import { list } from '../../../src/operations/promos/list.ts';
import { show } from '../../../src/operations/promos/show.ts';
import { tryPromo } from '../../../src/operations/promos/try.ts';
import { usage } from '../../../src/operations/promos/usage.ts';
import { connectDatabase } from '../../../src/platform/database/connect.ts';
import { transaction } from '../../migrations/shop.ts';
import { plan } from '../plan.ts';
import { customer, openShop, shoe, socks, type Shop } from '../shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop({ [`${shoe.middle}@BER`]: 500, [`${socks}@BER`]: 500 });
});
afterAll(() => shop.close());

const listed = (filter: string, role: 'manager' | 'warehouse' | 'oncall' = 'manager') =>
  page(list, { filter, limit: 1000 }, { database: shop.database, actor: shop.actor(role) });
const codes = async (filter: string) => (await listed(filter)).rows.map(({ code }) => code).sort();
const order = (promo: string, lines = `${socks}=1`) => shop.act(place, { customer, lines, promo });
const asRole = (role: string, statement: string) =>
  transaction(shop.appUrl, { role, user_id: shop.actor('manager').id }, (tx) => tx(statement));

describe('a promo code', () => {
  test('is made, told, used in any case, and counted', async () => {
    const made = await shop.act(create, { code: 'spring', type: 'PERCENTAGE', value: '10', max_uses: '3' });
    expect(made).toMatchObject({ code: 'SPRING', state: 'ACTIVE', discount_value: '10.00', max_uses: 3 });
    const { order_number, total } = await order('sPring');
    expect(total).toBe('11.25');
    const shown = await shop.act(show, { code: 'Spring' });
    expect(shown).toMatchObject({ current_uses: 1, figures: { orders: 1, discount: '1.25', revenue: '11.25' } });
    const used = await page(usage, { filter: 'code:spring' }, { database: shop.database, actor: shop.actor('oncall') });
    expect(used.rows).toMatchObject([{ order_number, discount_amount: '1.25', email: 'a…@example.com' }]);
    expect((await shop.act(show, { code: 'spring' }, 'warehouse')).figures).toBeNull();
    await expect(shop.act(create, { code: 'SPRING', type: 'FREE_SHIPPING' })).rejects.toThrow('already');
    await expect(shop.act(show, { code: 'NONE' })).rejects.toBeInstanceOf(NotFound);
  });

  test.each([
    [{ type: 'PERCENTAGE', value: '100.01' }, 'at most 100'],
    [{ type: 'PERCENTAGE' }, 'needs a value'],
    [{ type: 'FIXED_AMOUNT', value: '0' }, 'needs a value'],
    [{ type: 'FREE_SHIPPING', value: '5' }, 'has no value'],
    [{ type: 'FIXED_AMOUNT', value: '5', from: '2026-12-02', until: '2026-12-01' }, 'before it begins'],
    [{ type: 'FIXED_AMOUNT', value: '5', until: '2026-02-30' }, 'not understood'],
    [{ type: 'FIXED_AMOUNT', value: '5', max_uses: '0' }, 'no limit'],
    [{ type: 'FIXED_AMOUNT', value: '5', code: 'A B' }, 'letters, digits'],
  ])('that makes no sense is refused: %j', async (input, told) => {
    const made = shop.act(create, { code: 'SILLY', ...input });
    await expect(made).rejects.toBeInstanceOf(InvalidInput);
    await expect(made).rejects.toThrow(told);
  });

  test('runs to the end of its last day', async () => {
    const { valid_from, valid_until } = await shop.act(create, {
      code: 'ONEDAY',
      type: 'FREE_SHIPPING',
      from: '2026-12-01',
      until: '2026-12-01',
    });
    expect([valid_from, valid_until]).toEqual(['2026-12-01T00:00:00.000Z', '2026-12-02T00:00:00.000Z']);
  });

  test('that was used keeps its code, type and value; what says who may use it next may change', async () => {
    await shop.act(create, { code: 'FIXED', type: 'FIXED_AMOUNT', value: '5', max_uses: 5 });
    await shop.act(edit, { code: 'FIXED', value: '6', new_code: 'FIX5' });
    await shop.act(edit, { code: 'FIX5', new_code: 'FIXED' });
    const { order_number } = await order('FIXED');
    for (const change of [{ value: '7' }, { type: 'PERCENTAGE' }, { new_code: 'OTHER' }]) {
      const refused = shop.act(edit, { code: 'FIXED', ...change });
      await expect(refused).rejects.toBeInstanceOf(Refused);
      await expect(refused).rejects.toMatchObject({ hint: expect.stringContaining('make a new code') });
    }
    await expect(
      asRole('admin_role', "update promo_codes set discount_value = 9 where code = 'FIXED'"),
    ).rejects.toThrow('has been used');
    const { changes } = await shop.act(edit, { code: 'FIXED', minimum: '10', max_uses: '2', value: '6' });
    expect(changes.map(({ field }) => field).sort()).toEqual(['max_uses', 'minimum_order']);
    await order('FIXED', `${socks}=2`);
    await expect(shop.act(edit, { code: 'FIXED', max_uses: 1 })).rejects.toThrow('used 2 times already');
    // the cancelled order still quotes it
    await shop.act(cancel, { order: order_number, reason: 'changed her mind', refund: 'later' });
    await expect(shop.act(edit, { code: 'FIXED', new_code: 'OTHER' })).rejects.toThrow('has been used');
  });

  test('may lose its first day and get a last one before it in one edit', async () => {
    await shop.act(create, { code: 'LATER', type: 'FREE_SHIPPING', from: '2027-06-01' });
    const { changes } = await shop.act(edit, { code: 'LATER', from: '', until: '2027-01-31' });
    expect(changes.map(({ field }) => field).sort()).toEqual(['valid_from', 'valid_until']);
    await expect(shop.act(edit, { code: 'LATER', from: '2027-06-01' })).rejects.toThrow('before it begins');
  });

  test('that somebody edited since is a conflict with both sides', async () => {
    await shop.act(create, { code: 'STALE', type: 'FIXED_AMOUNT', value: '5' });
    await shop.act(edit, { code: 'STALE', minimum: '20', expected_version: 1 });
    const stale = shop.act(edit, { code: 'STALE', minimum: '30', expected_version: 1 });
    await expect(stale).rejects.toBeInstanceOf(Conflict);
    await expect(stale).rejects.toMatchObject({
      details: { fields: [{ field: 'minimum_order', base: '0.00', theirs: '20.00', mine: '30' }] },
    });
    // a use is no edit
    await order('STALE', `${socks}=2`);
    expect(await shop.act(edit, { code: 'STALE', description: 'x', expected_version: 2 })).toMatchObject({
      version: 3,
    });
  });

  test('is switched off and on, once each', async () => {
    await shop.act(create, { code: 'TOGGLE', type: 'FREE_SHIPPING' });
    expect(await shop.act(deactivate, { code: 'toggle' })).toMatchObject({ state: 'INACTIVE', version: 2 });
    await expect(shop.act(deactivate, { code: 'toggle' })).rejects.toThrow('switched off already');
    await expect(order('TOGGLE')).rejects.toThrow('Promo code TOGGLE is switched off.');
    expect(await shop.act(activate, { code: 'toggle' })).toMatchObject({ state: 'ACTIVE', version: 3 });
    await expect(shop.act(deactivate, { code: 'toggle' }, 'warehouse')).rejects.toBeInstanceOf(Forbidden);
    await expect(asRole('warehouse_role', 'update promo_codes set is_active = false')).rejects.toThrow('permission');
  });
});

test('a percentage is told without the zeros behind it', () => {
  const told = (discount_value: string) => toldDiscount({ discount_type: 'PERCENTAGE', discount_value });
  expect(['10', '10.00', '12.50', '0.25', '100.00'].map(told)).toEqual(['10 %', '10 %', '12.5 %', '0.25 %', '100 %']);
});

test('the state is the same in the list, in the rule and in what placing an order says', async () => {
  await shop.sql(`
    insert into promo_codes (code, discount_type, discount_value, valid_from, valid_until, is_active, max_uses)
    select 'STATE' || row_number() over (), 'FIXED_AMOUNT', 1, now() + f, now() + u, a, m
    from unnest(array[null, interval '-2 days', interval '1 day']) f,
      unnest(array[null, interval '-1 day', interval '2 days']) u,
      unnest(array[true, false]) a, unnest(array[null, 1]) m
    where u is null or f is null or u > f`);
  await shop.sql(
    "alter table promo_codes disable trigger user; update promo_codes set current_uses = 1 where code ~ '^STATE' and max_uses = 1 and is_active and valid_from is null; alter table promo_codes enable trigger user",
  );
  const terms = await shop.sql<PromoTerms & { now: Date }>(
    "select *, now() as now from promo_codes where code ~ '^STATE'",
  );
  const { rows } = await listed('code:STATE');
  expect(rows).toHaveLength(terms.length);
  for (const one of terms) {
    const state = promoState(one, one.now);
    expect([one.code, rows.find(({ code }) => code === one.code)?.['state']]).toEqual([one.code, state]);
    expect(promoRefusal(one, '10.00', one.now) === undefined).toBe(state === 'ACTIVE');
    const tried = await shop.act(tryPromo, { code: one.code, lines: `${socks}=1` });
    expect(tried.applies).toBe(state === 'ACTIVE');
  }
  for (const state of ['ACTIVE', 'INACTIVE', 'EXPIRED', 'SCHEDULED', 'USED_UP'] as const) {
    const wanted = terms.filter((one) => promoState(one, one.now) === state).map(({ code }) => code);
    expect(wanted.length).toBeGreaterThan(0);
    expect(await codes(`state:${state.toLowerCase()} STATE`)).toEqual(wanted.sort());
  }
});

describe('trying a code', () => {
  test('lists every rule, gives what placing gives, and writes nothing', async () => {
    await shop.act(create, { code: 'TRY', type: 'PERCENTAGE', value: '12.5', minimum: '50', max_uses: 1 });
    const no = await shop
      .act(tryPromo, { code: 'try', customer, lines: `${socks}=1` }, 'warehouse')
      .catch((e: unknown) => e);
    expect(no).toBeInstanceOf(Forbidden);
    const low = await shop.act(tryPromo, { code: 'try', lines: `${socks}=1`, shipping: '4.90' });
    expect(low).toMatchObject({ applies: false, discount: '0.00', shipping: '4.90', subtotal: '12.50' });
    expect(low.rules.map(({ rule, passed }) => [rule, passed])).toEqual([
      ['switched_on', true],
      ['started', true],
      ['not_ended', true],
      ['uses_left', true],
      ['minimum_order', false],
    ]);
    await expect(order('TRY')).rejects.toThrow(low.rules.at(-1)?.told);
    const yes = await shop.act(tryPromo, { code: 'try', customer, lines: `${shoe.middle}=1` });
    const placed = await order('TRY', `${shoe.middle}=1`);
    expect(yes).toMatchObject({ applies: true, discount: placed.discount, subtotal: placed.subtotal });
    // the order's own use does not stand in its way; another order's does
    const own = await shop.act(tryPromo, { code: 'try', order: placed.order_number });
    expect(own).toMatchObject({ applies: true, discount: placed.discount });
    const { order_number } = await shop.act(place, { customer, lines: `${shoe.middle}=1` });
    const other = await shop.act(tryPromo, { code: 'try', order: order_number });
    expect(other.rules.filter(({ passed }) => !passed).map(({ told }) => told)).toEqual([
      'Promo code TRY is used up (1 of 1)',
    ]);
    await shop.act(cancel, { order: order_number, reason: 'test', refund: 'later' });
    const gone = await shop.act(tryPromo, { code: 'try', order: order_number });
    expect(gone.rules[0]).toEqual({
      rule: 'order_open',
      passed: false,
      told: `${order_number} is CANCELLED: its totals are fixed`,
    });
    const [row] = await shop.sql("select current_uses from promo_codes where code = 'TRY'");
    expect(row).toEqual({ current_uses: 1 });
    await expect(shop.act(tryPromo, { code: 'try' })).rejects.toBeInstanceOf(InvalidInput);
  });

  test('never gives more than the goods are worth', () => {
    expect(applyPromo({ discount_type: 'FIXED_AMOUNT', discount_value: '50.00' }, '12.50', '4.90')).toEqual({
      discount: '12.50',
      shipping: '4.90',
    });
  });
});

describe('generating codes', () => {
  const input = { count: 3000, type: 'FIXED_AMOUNT', value: '5', prefix: 'gen-', length: 6 };
  test('makes as many as told, all different, unmistakable, each for one order', async () => {
    const { rows, max_uses } = await shop.act(generate, input);
    const made = rows.map(({ code }) => code);
    expect(new Set(made).size).toBe(3000);
    expect(made.every((code) => /^GEN-[BCDFGHJKMNPQRSTVWXYZ2-9]{6}$/u.test(code))).toBe(true);
    expect(max_uses).toBe(1);
    const first = made[0] ?? '';
    await order(first.toLowerCase());
    await expect(order(first)).rejects.toThrow('used up (1 of 1)');
    expect(await codes(`code:${first.toLowerCase()}`)).toEqual([first]);
  });

  test('twice with the same operation id gives the same codes', async () => {
    const operationId = '11111111-1111-4111-8111-111111111111';
    const call = { database: shop.database, actor: shop.actor('manager'), operationId };
    const [one, two] = await Promise.all([1, 2].map(() => run(generate, { ...input, count: 20 }, call)));
    expect(one?.output).toEqual(two?.output);
    expect([one?.replayed, two?.replayed].sort()).toEqual([false, true]);
    const [row] = await shop.sql('select count(*)::integer as made from audit_logs where operation_id = $1', [
      operationId,
    ]);
    expect(row).toEqual({ made: 20 });
  });

  test('of ten thousand is refused beyond, and a dry run makes none', async () => {
    await expect(shop.act(generate, { ...input, count: 10_001 })).rejects.toBeInstanceOf(InvalidInput);
    const call = { database: shop.database, actor: shop.actor('manager'), dryRun: true };
    await run(generate, { ...input, prefix: 'AEIOU-', count: 5 }, call);
    expect(await codes('code:AEIOU')).toEqual([]);
  });
});

test('64 orders at once never use a code more often than its limit; what is cancelled is used again', async () => {
  await shop.act(create, { code: 'RUSH', type: 'FIXED_AMOUNT', value: '1', max_uses: 20 });
  const call = { database: connectDatabase({ url: shop.appUrl, poolSize: 64 }), actor: shop.actor('manager') };
  const one = { customer, lines: `${socks}=1`, promo: 'rush' };
  const rush = async () => {
    const all = await Promise.allSettled(Array.from({ length: 64 }, async () => (await run(place, one, call)).output));
    for (const one of all) if (one.status === 'rejected') expect(one.reason).toBeInstanceOf(Refused);
    return all.flatMap((one) => (one.status === 'fulfilled' ? [one.value.order_number] : []));
  };
  const uses = async () => (await shop.sql("select current_uses from promo_codes where code = 'RUSH'"))[0];
  const placed = await rush();
  expect(placed).toHaveLength(20);
  expect(await uses()).toEqual({ current_uses: 20 });
  // nine give theirs back while others want one
  const back = placed.slice(0, 9).map((number) => shop.act(cancel, { order: number, reason: 'rush', refund: 'later' }));
  const [again] = await Promise.all([rush(), Promise.all(back)]);
  const more = await rush();
  expect(again.length + more.length).toBe(9);
  expect(await uses()).toEqual({ current_uses: 20 });
  const [row] = await shop.sql(
    "select count(*)::integer as rows from promo_usage where promo_code_id = (select id from promo_codes where code = 'RUSH')",
  );
  expect(row).toEqual({ rows: 20 });
  await call.database.close();
});

describe('no list of codes walks the table', () => {
  test.each(['', 'state:ACTIVE', 'type:PERCENTAGE', 'code:WELCOME', 'uses:>3', 'welcome'])('"%s"', async (filter) => {
    expect(await plan(shop, list, { filter })).not.toMatch(/Seq Scan on promo_codes/u);
  });
  test.each(['newest', 'code', 'ending'])('by %s, without sorting', async (sort) => {
    expect(await plan(shop, list, { sort })).not.toMatch(/Seq Scan|Sort {2}\(/u);
  });
  test.each(['', 'code:SPRING', 'since:30d', 'customer:anna@example.com'])('uses "%s"', async (filter) => {
    expect(await plan(shop, usage, { filter })).not.toMatch(/Seq Scan on (?:promo_usage|orders|users)/u);
  });
});
