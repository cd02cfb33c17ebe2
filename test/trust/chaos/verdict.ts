import { isDeepStrictEqual } from 'node:util';
import { expectedOf, type Facts } from './effects.ts';
import { readJournal, type Entry, type Intent } from './journal.ts';
import type { ChaosServer } from './server.ts';

/** Everything that clients wrote down about one operation id. */
export interface Record_ {
  readonly intent: Intent;
  sent: number;
  /** Answers; the same id may have been asked for several times. */
  readonly got: unknown[];
  no: number;
  /** Sent and not answered yet. */
  open: number;
  /** It was sent a second time while the first was under way. */
  overlapped: boolean;
  last: Entry['kind'];
}

export interface Told {
  readonly records: ReadonlyMap<string, Record_>;
  /** By code, and `got`. */
  readonly counts: Readonly<Record<string, number>>;
  readonly byOperation: Readonly<Record<string, number>>;
  readonly wrong: readonly string[];
}

export async function readAll(journals: readonly string[]): Promise<Told> {
  const records = new Map<string, Record_>();
  const counts: Record<string, number> = {};
  const byOperation: Record<string, number> = {};
  const wrong: string[] = [];
  const add = (to: Record<string, number>, key: string) => (to[key] = (to[key] ?? 0) + 1);
  for (const entry of (await Promise.all(journals.map(readJournal))).flat()) {
    const record = recordOf(records, entry);
    record.open += entry.kind === 'sent' ? 1 : -1;
    record.overlapped ||= record.open > 1;
    record.last = entry.kind;
    if (entry.kind === 'sent') record.sent += 1;
    else if (entry.kind === 'got') {
      record.got.push(entry.output);
      add(counts, entry.replayed ? 'got again' : 'got');
      if (record.got.length === 1) add(byOperation, record.intent.name);
    } else {
      if (entry.kind === 'no') record.no += 1;
      if (entry.kind === 'wrong') wrong.push(`${record.intent.name} ${entry.id} ${entry.code}: ${entry.message}`);
      add(counts, entry.code);
    }
  }
  return { records, counts, byOperation, wrong };
}

function recordOf(records: Map<string, Record_>, entry: Entry): Record_ {
  const { id } = entry;
  const found = records.get(id);
  if (found) return found;
  const intent = entry.kind === 'sent' ? entry : { id, name: 'looking', input: {}, role: 'admin' as const };
  const made = { intent, sent: 0, got: [], no: 0, open: 0, overlapped: false, last: entry.kind };
  // Journals of a killed process and of its heir speak of the same ids, in this order.
  records.set(id, made);
  return made;
}

export interface Verdict {
  /** Operations that were acknowledged, and are there once. */
  readonly acknowledged: number;
  /** Nobody heard the end of them: there once, or not at all. */
  readonly unheardDone: number;
  readonly unheardNotDone: number;
  readonly refused: number;
  readonly broken: readonly string[];
}

/** @param ours ids of what was done after the clients had gone */
export async function judge(server: ChaosServer, told: Told, ours: readonly string[]): Promise<Verdict> {
  const facts = await readFacts(server);
  const broken: string[] = [];
  let acknowledged = 0;
  let unheardDone = 0;
  let unheardNotDone = 0;
  let refused = 0;
  for (const [id, { intent, sent, got, no, overlapped, last }] of told.records) {
    if (sent === 0) continue;
    const found = facts.get(id);
    const say = (text: string) => broken.push(`${intent.name} ${id} ${JSON.stringify(intent.input)}: ${text}`);
    facts.delete(id);
    if (!found?.result) {
      if (got.length > 0) say('was acknowledged and is not there');
      else if (no === sent) refused += 1;
      else unheardNotDone += 1;
      if (found) say(`has no result, but left ${JSON.stringify(found)}`);
      continue;
    }
    if (got.length > 0) acknowledged += 1;
    else if (no === sent || (last === 'no' && !overlapped)) say('was refused at last, and is there');
    else unheardDone += 1;
    if (found.name !== intent.name) say(`is kept as ${String(found.name)}`);
    for (const [what, wanted] of expectedOf(intent, found.result)) {
      const there = found.counts[what] ?? 0;
      if (there !== wanted) say(`${what} is ${there} and not ${wanted}`);
    }
    if (!settles.has(intent.name) && got.some((answer) => !isDeepStrictEqual(answer, found.result))) {
      say(`answered ${JSON.stringify(got)}, and ${JSON.stringify(found.result)} is kept`);
    }
  }
  for (const id of ours) facts.delete(id);
  for (const [id, found] of facts) broken.push(`nobody sent ${id}: ${JSON.stringify(found)}`);
  return { acknowledged, unheardDone, unheardNotDone, refused, broken };
}

/** Their answers tell how far the money has come. */
const settles = new Set(['payments.refund', 'orders.cancel', 'orders.return']);

async function readFacts(server: ChaosServer): Promise<Map<string, Facts>> {
  const facts = new Map<string, Facts>();
  const of = (id: string) => {
    const found = facts.get(id) ?? { counts: {} };
    facts.set(id, found);
    return found;
  };
  const count = (id: string, what: string, many: number) => (of(id).counts[what] = many);
  for (const row of await server.sql<{ id: string; name: string; result: unknown }>(
    'select operation_id as id, name, result from operation_results',
  )) {
    Object.assign(of(row.id), { name: row.name, result: row.result });
  }
  for (const row of await server.sql<{ id: string; type: string; rows: number; pieces: number }>(
    `select operation_id as id, type, count(*)::integer as rows, sum(quantity)::integer as pieces
    from inventory_transactions
    where operation_id is not null
    group by operation_id, type`,
  )) {
    count(row.id, `${row.type} rows`, row.rows);
    count(row.id, `${row.type} pieces`, row.pieces);
  }
  for (const row of await server.sql<{ id: string; what: string; action: string; status: string | null; rows: number }>(
    `select operation_id as id, table_name as what, action, count(*)::integer as rows,
      case when action = 'UPDATE' and old_values ->> 'status' <> new_values ->> 'status'
        then new_values ->> 'status'
      end as status
    from audit_logs
    where operation_id is not null
    group by 1, 2, 3, 5`,
  )) {
    count(row.id, row.status === null ? `${row.what} ${row.action}` : `${row.what} to ${row.status}`, row.rows);
  }
  return facts;
}
