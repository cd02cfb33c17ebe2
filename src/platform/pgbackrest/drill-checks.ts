import type pg from 'pg';
import { Refused } from '../../domain/errors.ts';
import { isError } from '../errno.ts';
import { runCheck, type Ask } from '../health/check.ts';
import { invariants } from '../health/invariants.ts';
import { interrupted } from './scratch.ts';

export interface Checked {
  readonly tables: number;
  readonly rows: number;
  readonly databaseBytes: number;
  /** The last transaction that is in it. */
  readonly recoveredTo: Date | undefined;
  /** Rules of the shop that its data break; they may have been broken before. */
  readonly broken: readonly string[];
  readonly answers: readonly { readonly check: string; readonly answer: string }[];
}

const tablesSql = `select format('%I.%I', n.nspname, c.relname) as name
  from pg_class c
  join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'm')
    and (c.relkind = 'r' or c.relispopulated)
    and n.nspname not in ('pg_catalog', 'information_schema')
    and n.nspname !~ '^pg_'
  order by 1`;

/** Reads every row of every table, holds the shop's rules against them, and asks what the person wants to know. */
export async function checkCopy(
  client: pg.Client,
  checks: readonly string[],
  signal: AbortSignal | undefined,
): Promise<Checked> {
  const ask = askOf(client);
  const tables = await ask<{ name: string }>(tablesSql);
  let rows = 0;
  for (const { name } of tables) {
    interrupted(signal);
    const [counted] = await ask<{ count: string }>(`select count(t.*) as count from ${name} t`);
    rows += Number(counted?.count ?? 0);
  }
  const [figures] = await ask<{ bytes: string; at: Date | null; shop: boolean }>(
    `select pg_database_size(current_database()) as bytes, pg_last_xact_replay_timestamp() as at,
      to_regclass('public.order_registry') is not null as shop`,
  );
  const answers = [];
  for (const check of checks) answers.push({ check, answer: await answerTo(client, check) });
  return {
    tables: tables.length,
    rows,
    databaseBytes: Number(figures?.bytes ?? 0),
    recoveredTo: figures?.at ?? undefined,
    broken: figures?.shop ? await brokenRules(ask, signal) : [],
    answers,
  };
}

async function brokenRules(ask: Ask, signal: AbortSignal | undefined): Promise<string[]> {
  const broken: string[] = [];
  for (const rule of invariants.filter(({ onlySample }) => !onlySample)) {
    interrupted(signal);
    const finding = await runCheck({ ...rule, check: rule.name }, ask);
    if (finding.level === 'problem') broken.push(rule.name);
  }
  return broken;
}

/** Whatever a statement fails on, a damaged page or a server that is gone: this backup could not be read. */
function askOf(client: pg.Client): Ask {
  return async <R extends object>(text: string, values: readonly unknown[] = []) => {
    try {
      return (await client.query<R>(text, [...values])).rows;
    } catch (error) {
      throw new Refused(`The restored copy cannot be read: ${isError(error) ? error.message : String(error)}.`);
    }
  };
}

async function answerTo(client: pg.Client, check: string): Promise<string> {
  try {
    const { rows } = await client.query<Record<string, unknown>>(check);
    return rows
      .slice(0, 20)
      .map((row) => Object.values(row).map(String).join(' '))
      .join('\n');
  } catch (error) {
    throw new Refused(
      `The check "${check.slice(0, 80)}" fails on the copy: ${isError(error) ? error.message : String(error)}.`,
    );
  }
}
