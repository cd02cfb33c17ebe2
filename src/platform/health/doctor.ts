import type { MigrationState } from '../database/migrate.ts';
import { invariants } from './invariants.ts';
import { checkAccess } from './access.ts';
import { runCheck, well, type Ask, type Check, type Finding } from './check.ts';
import { schemaChecks } from './schema.ts';
import { upkeepChecks } from './upkeep.ts';
import { workChecks } from './work.ts';

export interface Examination {
  readonly ask: Ask;
  readonly migrations: readonly MigrationState[];
  /** Look at everything, however large the shop and however long it takes. */
  readonly full: boolean;
  readonly onStep?: (step: { readonly text: string; readonly done: number; readonly total: number }) => void;
}

/** Lines and ledger rows together; up to here a check that reads them all takes a second or two. */
const largeShop = 1_000_000;

const dataChecks: readonly Check[] = invariants
  .filter(({ onlySample }) => !onlySample)
  .map((one) => ({ ...one, check: one.name }));

/** Looks over a shop and changes nothing: what stands in `ask`'s reach, one finding a check, in a fixed order. */
export async function examine({ ask, migrations, full, onStep }: Examination): Promise<Finding[]> {
  const schema = migrationsFinding(migrations);
  // Without its tables there is nothing to look over.
  if (migrations.some(({ applied_at }) => applied_at === null)) return [schema];
  const checks = [...schemaChecks, ...upkeepChecks, ...workChecks, ...dataChecks];
  const skipWhole = !full && (await isLarge(ask));
  const findings = [schema, await clockFinding(ask)];
  const total = findings.length + checks.length + 1;
  const tell = (text: string) => onStep?.({ text, done: findings.length, total });
  tell('Who may do what');
  findings.push(...(await checkAccess(ask)));
  for (const check of checks) {
    tell(check.check);
    findings.push(skipWhole && check.whole ? skipped(check) : await runCheck(check, ask));
  }
  return findings;
}

const skipped = ({ key, check }: Check): Finding => ({
  ...well(key, check),
  level: 'skipped',
  hint: 'It reads all that the shop ever sold: solemate doctor --full.',
});

function migrationsFinding(migrations: readonly MigrationState[]): Finding {
  const found = migrations
    .filter(({ applied_at, changed }) => applied_at === null || changed)
    .map(({ name, changed }) => (changed ? `${name} (changed)` : `${name} (missing)`));
  const finding = well('migrations', 'Every migration is applied as it was released');
  if (found.length === 0) return finding;
  return {
    ...finding,
    level: 'problem',
    broken: found.length,
    found: found.slice(0, 3).join(', '),
    hint: migrations.some(({ applied_at }) => applied_at === null)
      ? 'Run solemate db migrate as the owner of the database.'
      : 'The text of a migration is not the one that was run here: this program and the one that made the schema are not of the same release.',
  };
}

const seconds = 1000;

/** Times come from the server; a machine whose clock is off shows wrong ages and refuses valid sessions. */
async function clockFinding(ask: Ask): Promise<Finding> {
  const before = Date.now();
  const [row] = await ask<{ now: string }>('select extract(epoch from clock_timestamp()) * 1000 as now');
  const after = Date.now();
  const off = clockDifference(before, Number(row?.now), after);
  const finding = well('clock', "This machine's clock agrees with the server's");
  if (off < 5 * seconds) return finding;
  return {
    ...finding,
    level: off < 60 * seconds ? 'warning' : 'problem',
    broken: 1,
    found: `${Math.round(off / seconds)} s apart`,
    hint: 'Let both take their time from the network (NTP).',
  };
}

/** Milliseconds by which the server's time lies outside of the moments before and after it was asked for. */
export const clockDifference = (before: number, server: number, after: number): number =>
  Math.max(0, before - server, server - after);

async function isLarge(ask: Ask): Promise<boolean> {
  const [row] = await ask<{ rows: string | null }>(
    `select sum(greatest(reltuples, 0))::bigint as rows
    from pg_class
    where oid in ('public.order_items'::regclass, 'public.inventory_transactions'::regclass)`,
  );
  return Number(row?.rows ?? 0) > largeShop;
}
