import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Role } from '../src/domain/permissions.ts';
import { beginStatement } from '../src/platform/database/transaction.ts';
import { execute, inlined, program } from './programs.ts';
import type { Statement } from './scenarios.ts';
import type { BenchStore } from './store.ts';

export interface Recorded {
  readonly name: string;
  readonly role: Role;
  readonly operation: string;
  /** All that was sent between BEGIN and COMMIT, in order, with the answers. */
  readonly statements: readonly Statement[];
  /** A text among the values that is another one each time. */
  readonly fresh?: string | undefined;
}

/** As the program has them, but for waiting: a queue of many at one row is what is measured, not an accident. */
export const limits = { statement: 600_000, lock: 60_000, idle: 60_000 };

const operationId = "lpad(to_hex(:number::bigint), 32, '0')::uuid";

/**
 * The same statements as a script of pgbench, each run of it with an operation id of its own. What the database makes up
 * on the way (the id of a new order) goes from the statement that answers it into those after it, as in the program.
 * @returns the file
 */
export async function pgbenchScript(store: BenchStore, recorded: Recorded): Promise<string> {
  const as = { actor: store.actor(recorded.role), operation: recorded.operation, operationId: randomUUID() };
  const begin = beginStatement(as, 'read write', limits, { face: 'bench', version: '0' });
  const text = [
    '\\set number random(1, 9000000000000000000)',
    ...begin
      .replace(`'${as.operationId}'`, `(${operationId})::text`)
      .split('; ')
      .map((one) => `${one};`),
    ...scriptLines(recorded),
    'commit;',
    '',
  ].join('\n');
  const file = join(store.folder, `${recorded.name.replaceAll(' ', '-')}.pgbench`);
  await writeFile(file, text);
  return file;
}

function scriptLines({ statements, fresh }: Recorded): string[] {
  const id = statements.find(({ text }) => text.includes('claim_operation'))?.values[0];
  // A movement of its own has a reference of its own: the database adds up what belongs to one.
  const booked = statements.find(({ text }) => text.includes('as b (inventory_id, type'))?.values.at(-1);
  const references = Array.isArray(booked) ? [...new Set(booked.map(String))] : [];
  const made = new Map<string, string>();
  return statements.map((statement, index) => {
    let sql = inlined(statement).replaceAll(`'${String(id)}'::uuid`, operationId);
    for (const reference of references)
      sql = sql.replaceAll(`'${reference}'`, "lpad(to_hex(:number::bigint), 32, '0')");
    if (fresh !== undefined) sql = spliced(sql, fresh, ':number::text');
    for (const [answered, variable] of made) sql = spliced(sql, answered, `:${variable}::text`);
    const names = /\breturning\b/iu.test(statement.text) ? madeIds(statement) : [];
    for (const [column, value] of names) made.set(value, `s${index}_${column}`);
    // A colon before a word is a variable to pgbench, in a string too: `"lines":null`.
    const line = sql.replaceAll(/":(?=[a-z])/gu, '": ');
    return names.length > 0 ? `${line} \\gset s${index}_` : `${line};`;
  });
}

const uuid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/u;

/** The ids in the one row that an INSERT or UPDATE answered. */
function madeIds({ rows = [] }: Statement): [string, string][] {
  const [row] = rows;
  if (!row || rows.length > 1) return [];
  return Object.entries(row).filter((entry): entry is [string, string] => uuid.test(String(entry[1])));
}

/** Puts an expression where a text stands within a literal. */
function spliced(sql: string, found: string, expression: string): string {
  return sql.replaceAll(/'(?:[^']|'')*'/gu, (quoted) =>
    quoted.includes(found) ? `(${quoted.replaceAll(found, `' || ${expression} || '`)})` : quoted,
  );
}

/** @returns transactions a second. @throws when one of them failed */
export async function pgbench(
  store: BenchStore,
  scripts: readonly string[],
  people: number,
  seconds: number,
): Promise<number> {
  const url = new URL(store.appUrl.replace('postgresql://solemate_app@/', 'postgresql://solemate_app@localhost/'));
  const { stdout } = await execute(program('pgbench'), [
    ...['-n', '-M', 'prepared', '-c', String(people), '-j', '2', '-T', String(seconds)],
    ...scripts.flatMap((script) => ['-f', script]),
    ...['-h', url.searchParams.get('host') ?? '', '-p', url.searchParams.get('port') ?? ''],
    ...['-U', 'solemate_app', url.pathname.slice(1)],
  ]);
  const found = /^tps = ([\d.]+)/mu.exec(stdout)?.[1];
  if (found === undefined || /number of failed transactions: [1-9]/u.test(stdout)) throw new Error(stdout);
  return Number(found);
}
