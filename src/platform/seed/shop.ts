import type { Client } from 'pg';
import type { Dice } from './dice.ts';

/** What every part of the seed needs to know. */
export interface Shop {
  readonly db: Client;
  readonly dice: Dice;
  /** SQL: the moment the shop is made for, a timestamptz literal. Every time in it lies before. */
  readonly now: string;
  readonly orders: number;
  readonly customers: number;
  readonly piiKey: string | undefined;
}

/** One customer for five orders, and enough of them for a small shop to look like one. */
export const customerCount = (orders: number): number => Math.max(300, Math.round(orders / 5));

/** SQL: a timestamptz literal. */
export const moment = (date: Date): string => `timestamptz '${date.toISOString()}'`;

/** SQL: a decimal amount from a whole number of cents. */
export const amount = (cents: string): string => `((${cents})::numeric / 100)::numeric(10, 2)`;

/** SQL: that many days (or hours, …) as an interval, for a number expression. */
export const span = (count: string, unit: 'days' | 'hours' | 'secs'): string =>
  unit === 'secs'
    ? `make_interval(secs => (${count})::float8)`
    : `make_interval(secs => ((${count}) * ${unit === 'days' ? 86400 : 3600})::float8)`;

/** Writes rows known here as JSON into a new temporary table. `columns`: name and type of each. */
export async function temporary(db: Client, table: string, columns: string, rows: readonly object[]): Promise<void> {
  await db.query(
    `create temp table ${table} as
    select *
    from jsonb_to_recordset($1::jsonb) as r (${columns})`,
    [JSON.stringify(rows)],
  );
  await db.query(`analyze ${table}`);
}

/** SQL: picks a member of staff of a role, by chance that depends on the key. Table seed_staff is there from the start. */
export const staffOf = (dice: Dice, role: 'manager' | 'warehouse', key: string, label: string): string =>
  dice.pick(`(select ids from seed_staff where role = '${role}')`, key, label);
