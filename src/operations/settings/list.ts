import * as z from 'zod';
import { operation } from '../operation.ts';
import { knownSettings } from './parts/known.ts';

export interface SettingsListed {
  readonly rows: readonly {
    readonly key: string;
    /** Null: not set. */
    readonly value: unknown;
    readonly help: string;
    readonly updated_at: string | null;
  }[];
}

export const list = operation({
  name: 'settings.list',
  summary: 'List what the shop decided for all its people, such as how much a manager may refund.',
  permission: 'staff:manage',
  input: z.object({}),
  examples: ['settings list', 'settings list --json'],
  reads: true,
  csv: true,
  async run({ tx }): Promise<SettingsListed> {
    const set = await tx.query<{ key: string; value: unknown; updated_at: Date }>(
      `select key, value, updated_at
       from store_settings
       where key = any ($1::text[])`,
      [Object.keys(knownSettings)],
    );
    const rows = Object.entries(knownSettings).map(([key, { help }]) => {
      const found = set.find((one) => one.key === key);
      return { key, value: found?.value ?? null, help, updated_at: found?.updated_at.toISOString() ?? null };
    });
    return { rows };
  },
});
