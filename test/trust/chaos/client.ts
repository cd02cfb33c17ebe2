import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { DomainError } from '../../../src/domain/errors.ts';
import { run, type Operation } from '../../../src/operations/operation.ts';
import { connectDatabase } from '../../../src/platform/database/connect.ts';
import { sqlState } from '../../../src/platform/database/errors.ts';
import { openJournal, readJournal, type Intent } from './journal.ts';
import { nextMove } from './moves.ts';
import { endpointOf, type Way } from './server.ts';
import type { Staff } from './shop.ts';
import { stripeKey } from '../../helpers/stripe-server.ts';
import { operations } from '../../helpers/operations.ts';

/** What a process of clients is told, as JSON in CHAOS_CLIENT. */
export interface ClientTask {
  readonly way: Way;
  readonly journal: string;
  /** Of a process that was killed: what it did not hear the end of is sent again, or left for ever. */
  readonly inherited: string | undefined;
  readonly people: number;
  readonly staff: Staff;
}

const task = JSON.parse(process.env['CHAOS_CLIENT'] ?? '') as ClientTask;
const journal = await openJournal(task.journal);
const database = connectDatabase({ endpoint: endpointOf(task.way), poolSize: task.people + 1 });
const byName = new Map<string, Operation>(
  operations.flatMap((one) => (one.kind === 'operation' ? [[one.name, one] as const] : [])),
);
let over = false;
process.once('SIGTERM', () => (over = true));

/** Money moves outside: its answer tells how far that has come, so it may change, and a refusal may come afterwards. */
const after = (name: string) => byName.get(name)?.after !== undefined;
const chance = (share: number) => Math.random() < share;

type Told = 'got' | 'no' | 'unknown';

/** Sends it once, under its id, and writes down what came of it. */
async function send(intent: Intent): Promise<{ told: Told; output?: unknown }> {
  const { id, name, input, role } = intent;
  const operation = byName.get(name);
  if (!operation) throw new Error(`there is no operation ${name}`);
  await journal.write({ kind: 'sent', id, name, input, role });
  try {
    const secrets = { stripeKey: () => Promise.resolve(stripeKey) };
    const { output, replayed } = await run(operation, input, {
      database,
      actor: task.staff[role],
      operationId: id,
      secrets,
    });
    await journal.write({ kind: 'got', id, output, replayed });
    return { told: 'got', output };
  } catch (error) {
    const { told, code, message } = judged(error, name);
    await journal.write({ kind: told, id, code, message });
    return { told: told === 'wrong' ? 'unknown' : told };
  }
}

function judged(error: unknown, name: string): { told: 'no' | 'unknown' | 'wrong'; code: string; message: string } {
  const state = sqlState(error);
  if (!(error instanceof DomainError)) {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { told: 'wrong', code: state ?? 'unexpected', message };
  }
  const { code, message } = error;
  if (state === '40P01' || state === '40001') return { told: 'wrong', code: state, message };
  if (code === 'unavailable') return { told: 'unknown', code, message };
  // Waiting for an id that its first sender still holds ends like this as well.
  if (state === '55P03') return { told: 'unknown', code: 'busy', message };
  if (['refused', 'conflict', 'not_found'].includes(code))
    return { told: after(name) ? 'unknown' : 'no', code, message };
  // Nobody typed anything wrong, and everybody may do what they do.
  return { told: 'wrong', code, message };
}

/** The same id until there is an answer, as a person presses "again"; some give up. */
async function insist(intent: Intent): Promise<void> {
  let first = await send(intent);
  while (first.told === 'unknown' && !over && chance(0.85)) {
    await sleep(50 + Math.random() * 400);
    first = await send(intent);
  }
  if (first.told !== 'got' || !chance(0.15)) return;
  const again = await send(intent);
  if (again.told === 'got' && !after(intent.name) && !isDeepStrictEqual(again.output, asStored(first.output))) {
    const message = `the second answer was ${JSON.stringify(again.output)}`;
    await journal.write({ kind: 'wrong', id: intent.id, code: 'another answer', message });
  }
  if (again.told === 'no') {
    await journal.write({ kind: 'wrong', id: intent.id, code: 'refused what was done', message: 'it was done before' });
  }
}

const asStored = (output: unknown): unknown => JSON.parse(JSON.stringify(output));

async function person(): Promise<void> {
  while (!over) {
    try {
      const as = { actor: task.staff.admin, operation: 'chaos.look' };
      const wish = await database.read(as, (tx) => nextMove((text, values) => tx.query(text, values)));
      const intent = { id: randomUUID(), ...wish };
      // A key that bounces: the same thing twice at once.
      if (chance(0.1)) await Promise.all([send(intent), send(intent)]);
      else await insist(intent);
    } catch (error) {
      if (!(error instanceof DomainError) || !['unavailable', 'refused'].includes(error.code)) {
        const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
        await journal.write({ kind: 'wrong', id: 'looking', code: 'looking', message });
      }
      await sleep(100);
    }
  }
}

/** Half of what nobody answered is sent again; the other half stays as the kill left it. */
async function inherit(path: string): Promise<void> {
  const entries = await readJournal(path);
  const open = new Map(entries.flatMap((entry) => (entry.kind === 'sent' ? [[entry.id, entry] as const] : [])));
  for (const { id, kind } of entries) if (kind !== 'sent') open.delete(id);
  // A refund that its sender was killed over is not sent by another for two minutes: that is for `reconcile`.
  const left = [...open.values()].filter(({ name }) => !after(name) && chance(0.5));
  await Promise.all(left.map(({ id, name, input, role }) => insist({ id, name, input, role })));
}

process.stdout.write('ready\n');
const people = Array.from({ length: task.people }, () => person());
await Promise.all([...(task.inherited === undefined ? [] : [inherit(task.inherited)]), ...people]);
await database.close();
process.exit(0);
