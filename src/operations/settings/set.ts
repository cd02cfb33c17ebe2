import * as z from 'zod';
import { required, text } from '../fields.ts';
import { operation } from '../operation.ts';
import { findSetting } from './parts/known.ts';

export interface SettingSet {
  readonly key: string;
  readonly before: unknown;
  /** Null: not set any more. */
  readonly value: unknown;
}

export const set = operation({
  name: 'settings.set',
  summary: 'Decide something for all people of the shop; an empty value takes it away.',
  permission: 'staff:manage',
  input: z.object({
    key: required(60).describe('which setting, e.g. manager_refund_limit'),
    value: text(500).describe('its value; empty: not set'),
  }),
  positional: ['key', 'value'],
  examples: ['settings set manager_refund_limit 200.00', 'settings set manager_refund_limit ""'],
  dryRun: true,
  refreshes: ['store_settings'],
  done: ({ key, value }: SettingSet) =>
    value === null ? `${key} is not set any more.` : `${key} is ${JSON.stringify(value)}.`,
  async run({ tx }, { key, value: given }): Promise<SettingSet> {
    const known = findSetting(key);
    const value = given === '' ? null : known.read(given);
    const before = await tx.one<{ value: unknown }>(
      'select value from store_settings where key = $1 for no key update',
      [key],
    );
    if (value === null) await tx.query('delete from store_settings where key = $1', [key]);
    else {
      await tx.query(
        `insert into store_settings (key, value)
         values ($1, $2::jsonb)
         on conflict (key) do update set value = excluded.value`,
        [key, JSON.stringify(value)],
      );
    }
    return { key, before: before?.value ?? null, value };
  },
});
