import { loadOperations } from '../../src/operations/index.ts';
import type { Listing, ListFilter } from '../../src/operations/listing.ts';
import type { Claim } from '../claim.ts';
import { statementOf, type Scenario } from '../scenarios.ts';
import { benchStore, type BenchStore } from '../store.ts';
import { everyList, orderScenarios } from './lists.ts';

interface Plan {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Shared Hit Blocks': number;
  readonly 'Shared Read Blocks': number;
  readonly Plans?: readonly Plan[];
}

interface Explained {
  readonly 'QUERY PLAN': readonly { readonly Plan: Plan; readonly 'Execution Time': number }[];
}

/** From this many pages on a table is too large to be read for one page of a list. */
const largePages = 500;

export const claim: Claim = {
  title: 'Plans of every list, order and filter',
  goal: 'no sequential scan of a large table',
  async run({ orders: size }, say) {
    const store = await benchStore(size);
    try {
      const call = { database: store.database, actor: store.actor('admin') };
      const large = await largeTables(store);
      const scenarios = [...(await orderScenarios(store, 100)), ...everyList, ...(await filters(store))];
      const rows = [];
      for (const scenario of scenarios) {
        const { text, values } = await statementOf(scenario, call);
        const explained = await call.database.read(
          { actor: call.actor, operation: scenario.listing.name },
          async (tx) => {
            await tx.query('set local statement_timeout = 0');
            return tx.one<Explained>(`explain (analyze, buffers, format json) ${text}`, values);
          },
        );
        const top = explained?.['QUERY PLAN'][0];
        if (!top) throw new Error('no plan');
        const scans = nodes(top.Plan).filter(
          (node) =>
            node['Node Type'] === 'Seq Scan' && large.has(node['Relation Name'] ?? '') && node['Actual Loops'] > 0,
        );
        const dropped = nodes(top.Plan).reduce(
          (sum, node) => sum + (node['Rows Removed by Filter'] ?? 0) * node['Actual Loops'],
          0,
        );
        const row = {
          list: scenario.name,
          large_tables_read_through: scans.map((node) => node['Relation Name'] ?? '').join(' ') || '-',
          pages_touched: top.Plan['Shared Hit Blocks'] + top.Plan['Shared Read Blocks'],
          rows_thrown_away: dropped,
          ms: Math.round(top['Execution Time'] * 10) / 10,
        };
        if (scans.length > 0) say(`${row.list}: reads through ${row.large_tables_read_through}`);
        rows.push(row);
      }
      const bad = rows.filter((row) => row.large_tables_read_through !== '-');
      return {
        facts: { orders: size, large: `${largePages} pages and more: ${[...large.values()].length} tables and months` },
        rows,
        verdict:
          bad.length === 0 ? `Met by all ${rows.length}.` : `Not met by ${bad.map((row) => row.list).join(', ')}.`,
      };
    } finally {
      await store.close();
    }
  },
};

const nodes = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodes)];

async function largeTables(store: BenchStore): Promise<Set<string>> {
  const rows = await store.sql<{ name: string }>(
    `select relname as name from pg_class where relkind = 'r' and relpages >= ${largePages} and relnamespace = 'public'::regnamespace`,
  );
  return new Set(rows.map(({ name }) => name));
}

/** Every filter of every list, with a value that fits some row of it. */
async function filters(store: BenchStore): Promise<Scenario[]> {
  const listings = (await loadOperations()).filter((one): one is Listing => one.kind === 'listing');
  const made: Scenario[] = [];
  for (const listing of listings) {
    const [row = {}] = await store.sql<Record<string, unknown>>(
      `select ${Object.entries(listing.columns)
        .map(([key, { sql }]) => `${sql} as "${key}"`)
        .join(', ')}
      from ${listing.from} ${listing.where ? `where ${listing.where}` : ''} limit 1`,
    );
    for (const [key, filter] of Object.entries(listing.filters)) {
      for (const value of valuesFor(filter, row[key])) {
        made.push({ name: `${listing.name} ${key}:${value}`, listing, request: { filter: `${key}:"${value}"` } });
      }
    }
    if (listing.search) {
      made.push({ name: `${listing.name} search`, listing, request: { filter: 'runner' } });
      made.push({ name: `${listing.name} search, nothing fits`, listing, request: { filter: 'qzxqzxqzx' } });
    }
  }
  return made;
}

function valuesFor(filter: ListFilter, seen: unknown): string[] {
  switch (filter.type) {
    case 'enum':
      return [...(filter.values ?? [])];
    case 'boolean':
      return ['yes', 'no'];
    case 'age':
      return ['7d'];
    case 'money':
      return ['100'];
    case 'integer':
      return ['5'];
    case 'country':
      return ['DE'];
    case 'text':
      return [typeof seen === 'string' && seen !== '' ? seen.replaceAll('"', '') : 'runner', 'qzxqzxqzx'];
  }
}
