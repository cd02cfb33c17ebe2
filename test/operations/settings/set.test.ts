import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Forbidden, InvalidInput } from '../../../src/domain/errors.ts';
import { list } from '../../../src/operations/settings/list.ts';
import { set } from '../../../src/operations/settings/set.ts';
import { openShop, type Shop } from '../shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());

test('an admin sets the refund limit of managers, changes it, and takes it away; each step is audited', async () => {
  const key = 'manager_refund_limit';
  const value = async () => (await shop.act(list, {}, 'admin')).rows.find((row) => row.key === key)?.value;
  expect(await value()).toBeNull();
  expect(await shop.act(set, { key, value: '200.00' }, 'admin')).toEqual({ key, before: null, value: '200.00' });
  expect(await shop.act(set, { key, value: '300' }, 'admin')).toEqual({ key, before: '200.00', value: '300' });
  expect(await value()).toBe('300');
  expect(await shop.act(set, { key, value: '' }, 'admin')).toEqual({ key, before: '300', value: null });
  expect(await value()).toBeNull();
  const audit = await shop.sql(
    `select action, new_values ->> 'value' as becomes, operation, changed_by
     from audit_logs where table_name = 'store_settings' order by changed_at, id`,
  );
  const by = { operation: 'settings.set', changed_by: shop.actor('admin').id };
  expect(audit).toEqual([
    { action: 'INSERT', becomes: '200.00', ...by },
    { action: 'UPDATE', becomes: '300', ...by },
    { action: 'DELETE', becomes: null, ...by },
  ]);
});

test('what is no setting, or no value of it, is refused in a sentence', async () => {
  await expect(shop.act(set, { key: 'sample', value: 'true' }, 'admin')).rejects.toThrow(
    'no setting of the shop "sample"',
  );
  await expect(shop.act(set, { key: 'manager_refund_limit', value: 'much' }, 'admin')).rejects.toThrow(InvalidInput);
});

test('nobody but an admin decides', async () => {
  for (const role of ['manager', 'warehouse', 'oncall'] as const) {
    await expect(shop.act(set, { key: 'manager_refund_limit', value: '1' }, role)).rejects.toThrow(Forbidden);
  }
});
