import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import { commandName } from '../domain/command-name.ts';
import { Conflict, InvalidInput, Refused, Unavailable, type DomainError } from '../domain/errors.ts';
import { demand, type Actor, type Permission } from '../domain/permissions.ts';
import { connectionLost, retryable } from '../platform/database/errors.ts';
import type { ActingAs, Database, Tx } from '../platform/database/types.ts';
import type { Edits } from './edits.ts';
import type { BackupSource } from '../platform/pgbackrest/source.ts';
import { isInputFile } from './fields.ts';
import type { Listing } from './listing.ts';
import { problemsOf } from './wording.ts';

export interface Progress {
  readonly done: number;
  readonly total?: number;
  /** What is being counted, plural: 'rows', 'orders'. */
  readonly what: string;
}

export interface Context {
  readonly tx: Tx;
  readonly actor: Actor;
  readonly operationId: string;
  readonly progress: (progress: Progress) => void;
}

/** Secrets of the open store, each looked up only when an operation needs it. */
export interface Secrets {
  /** The key of the shop's Stripe account. @throws Unavailable when it is not known here */
  readonly stripeKey?: () => Promise<string>;
  /** The key of the contact data; it is never sent to the database. @throws Unavailable when it is not known here */
  readonly piiKey?: () => Promise<string>;
  /** How the backups of this store are looked at, and what can be done with them from here. */
  readonly backups?: () => BackupSource;
}

export interface Preparation extends Pick<Context, 'progress'> {
  readonly secrets: Secrets;
  readonly signal: AbortSignal | undefined;
}

/** What `after` works with: no transaction is open, and Ctrl-C does not stop it half-way. */
export interface Aftermath extends Omit<Context, 'tx'> {
  /** Fires on Ctrl-C, for what can be given up and leaves nothing behind, such as a restore drill. */
  readonly signal: AbortSignal | undefined;
  /** A transaction of its own as the acting person, tried again like the operation's own. */
  write<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
}

/** What a question may look at before it is asked. */
export interface Asking {
  readonly tx: Tx;
  readonly actor: Actor;
  /** Undefined when the face makes one later: then nothing was done under it. */
  readonly operationId: string | undefined;
}

/** What a person must agree to. `typed`: the words to type out, for what cannot be undone. */
export interface Confirmation {
  readonly question: string;
  readonly typed?: string;
}

export interface BulkSpec {
  /** The input key that names the record. */
  readonly key: string;
  /** The list whose rows "all matching" means. A function: lists and operations of a noun know each other. */
  matching(): Listing;
  /** The column of that list whose value is the key. */
  readonly column: string;
  /** Input keys that differ from record to record: columns of standard input behind the record, in this order. */
  readonly columns?: readonly string[];
}

export interface OperationSpec<I extends z.ZodObject, O, P = unknown> {
  /** `<noun>.<verb>`: the file's path, the CLI words, the label in the audit log. */
  readonly name: string;
  readonly summary: string;
  readonly permission: Permission;
  readonly input: I;
  /** Input keys given as plain words on the command line, in order. */
  readonly positional?: readonly (keyof z.infer<I> & string)[];
  /** Command lines without the leading `solemate`, each run by a test. */
  readonly examples: readonly string[];
  /** True when it only looks: a read-only transaction, no operation id, no result stored. */
  readonly reads?: boolean;
  /** Offers `--dry-run`: everything runs, then the transaction is rolled back. */
  readonly dryRun?: boolean;
  /** Asked by the terminal, and by the CLI unless --yes. Undefined: no question. */
  confirm?(input: z.infer<I>): Confirmation | undefined;
  /** Asked instead of `confirm` where the question tells what is in the database: what is left, to whom it goes. */
  question?(asking: Asking, input: z.infer<I>): Promise<Confirmation | undefined>;
  /** Tables whose screens are stale afterwards. */
  readonly refreshes?: readonly string[];
  /** It acts on one record, and may be run over many: bulk.ts. */
  readonly bulk?: BulkSpec;
  /** It changes fields of one record: how a form is filled with what stands there. */
  readonly edits?: Edits;
  /** `audit undo` can reverse it for as long as nothing was built on it (operations.md, Undo). */
  readonly undoable?: boolean;
  /**
   * Output keys that are told once, to the caller: a one-time token, contact data. They are stored as null, and so they
   * are when the same operation id is sent again.
   */
  readonly secret?: readonly string[];
  /** Its output has `rows` that make sense as CSV. */
  readonly csv?: boolean;
  /** Exit code where it is not 0: 3 when rows were refused or, but for a dry run, something needs a person, for cron. */
  exitCode?(output: NoInfer<O>, dryRun?: boolean): number;
  /**
   * A monitor reads its exit code: whatever keeps it from answering at all is 3, UNKNOWN, for the codes of the contract
   * would say WARNING or CRITICAL there.
   */
  readonly monitored?: boolean;
  /** One sentence about what was done, for people. */
  done?(output: O, input: z.infer<I>): string;
  /** What usually comes after it, as one would type it; the terminal has keys for that. */
  next?(output: O, input: z.infer<I>): string;
  /** The whole answer as plain text, for paper: a pick list, a count sheet. Lines end with a newline. */
  text?(output: O, input: z.infer<I>): string;
  /**
   * Runs before the transaction, once however often that is tried again: reads what comes at somebody else's pace, such
   * as a file through a pipe, so that no lock and no idle transaction waits for it. `run` must not change what it gives.
   * What has a `Symbol.dispose` is disposed of when the run is over.
   */
  prepare?(preparation: Preparation, input: z.infer<I>): Promise<P>;
  /** JSON-safe data out (dates as ISO strings), or a DomainError. Never prints, prompts or exits. */
  run(context: Context, input: z.infer<I>, prepared: P): Promise<O>;
  /**
   * Runs after COMMIT, and again whenever the same operation id is sent again: what happens outside the database, such
   * as money at a provider, so that a retry finishes what was begun. What it gives is the answer. It must bear being
   * run twice, also at once, and must go by what the database says, for `output` may be from an earlier run.
   */
  after?(aftermath: Aftermath, output: O, input: z.infer<I>, prepared: P): Promise<O>;
  /**
   * For what is wanted most when the database is down: the answer without it, from what `prepare` gave. Throws the error
   * when there is none.
   */
  otherwise?(error: DomainError, input: z.infer<I>, prepared: P): Promise<O>;
}

export interface Operation<I extends z.ZodObject = z.ZodObject, O = unknown, P = unknown> extends OperationSpec<
  I,
  O,
  P
> {
  readonly kind: 'operation';
}

export function operation<I extends z.ZodObject, O, P>(spec: OperationSpec<I, O, P>): Operation<I, O, P> {
  return { kind: 'operation', ...spec };
}

export interface Call {
  readonly database: Database;
  readonly actor: Actor;
  /** Made by the face that starts it; the same id again gives the same answer and does nothing. */
  readonly operationId?: string;
  readonly dryRun?: boolean;
  readonly signal?: AbortSignal;
  readonly progress?: (progress: Progress) => void;
  readonly secrets?: Secrets;
}

export interface Outcome<O> {
  readonly output: O;
  readonly operationId: string;
  /** This id had run before: nothing was done now. */
  readonly replayed: boolean;
  readonly dryRun: boolean;
}

/** Carries a dry run's output out of the transaction that must not be committed. */
class DryRunDone extends Error {
  readonly output: unknown;
  constructor(output: unknown) {
    super('dry run');
    this.output = output;
  }
}

const attempts = 5;

/**
 * Runs one operation: permission, input, one transaction as the acting person, exactly once by operation id, retried
 * after a deadlock, a serialization failure or a connection lost in mid-air (the id makes the retry harmless).
 */
export async function run<I extends z.ZodObject, O, P>(
  operation: Operation<I, O, P>,
  input: unknown,
  call: Call,
): Promise<Outcome<O>> {
  demand(call.actor, operation.permission, operation.name);
  const parsed = parseInput(operation, input);
  const operationId = parseOperationId(call.operationId);
  const dryRun = call.dryRun ?? false;
  if (dryRun && !operation.dryRun) throw new InvalidInput(`${commandName(operation.name)} has no dry run.`);
  const progress = call.progress ?? (() => undefined);
  const { signal, secrets = {} } = call;
  const prepared = (await operation.prepare?.({ progress, secrets, signal }, parsed)) as P;
  try {
    const { actor } = call;
    let told: O | undefined;
    const work = async (tx: Tx) => {
      told = jsonSafe(await operation.run({ tx, actor, operationId, progress }, parsed, prepared));
      return told;
    };
    const outcome = await again(() => once(operation, work, parsed, call, operationId, dryRun), call.signal);
    // The answer to our own COMMIT was lost: what was stored is what we still know in full.
    if (outcome.replayed && told !== undefined && isDeepStrictEqual(stored(operation, told), outcome.output)) {
      outcome.output = told;
    }
    if (!operation.after || dryRun) return { ...outcome, operationId, dryRun };
    const as = actingAs(operation, parsed, actor, operationId);
    const write = <T>(more: (tx: Tx) => Promise<T>) => again(() => call.database.write(as, more));
    const aftermath = { actor, operationId, progress, write, signal };
    const output = await operation.after(aftermath, outcome.output, parsed, prepared);
    return { output: jsonSafe(output), replayed: outcome.replayed, operationId, dryRun };
  } catch (error) {
    if (!operation.otherwise || !(error instanceof Unavailable)) throw error;
    const output = jsonSafe(await operation.otherwise(error, parsed, prepared));
    return { output, replayed: false, operationId, dryRun };
  } finally {
    giveBack(prepared);
  }
}

/** What an operation says when nobody could even sign in. @throws `error` when it has nothing to say */
export async function runOtherwise<I extends z.ZodObject, O, P>(
  operation: Operation<I, O, P>,
  input: unknown,
  error: DomainError,
  secrets: Secrets,
): Promise<O> {
  if (!operation.otherwise) throw error;
  const parsed = parseInput(operation, input);
  const preparation = { progress: () => undefined, secrets, signal: undefined };
  return jsonSafe(await operation.otherwise(error, parsed, (await operation.prepare?.(preparation, parsed)) as P));
}

/** What reading a file took, such as a place to keep it. */
function giveBack(prepared: unknown): void {
  if (typeof prepared !== 'object' || prepared === null || !(Symbol.dispose in prepared)) return;
  if (typeof prepared[Symbol.dispose] === 'function') (prepared as Disposable)[Symbol.dispose]();
}

/**
 * What a person is asked before this call; nothing for an input that cannot be right, which `run` will tell.
 * @throws Forbidden, and what the question's own look-ups throw
 */
export async function questionOf<I extends z.ZodObject, O, P>(
  operation: Operation<I, O, P>,
  input: unknown,
  call: Call,
): Promise<Confirmation | undefined> {
  const parsed = operation.input.safeParse(input);
  if (!parsed.success) return undefined;
  if (!operation.question) return operation.confirm?.(parsed.data);
  demand(call.actor, operation.permission, operation.name);
  const as = { actor: call.actor, operation: operation.name };
  return call.database.read(
    as,
    async (tx) => operation.question?.({ tx, actor: call.actor, operationId: call.operationId }, parsed.data),
    { signal: call.signal },
  );
}

async function again<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt >= attempts || signal?.aborted || !(retryable(error) || connectionLost(error))) throw error;
      await sleep(2 ** attempt * 20 * (0.5 + Math.random()));
    }
  }
}

function actingAs(
  { name }: Pick<Operation, 'name'>,
  input: Readonly<Record<string, unknown>>,
  actor: Actor,
  operationId: string,
): ActingAs {
  const reason = 'reason' in input && typeof input['reason'] === 'string' ? { reason: input['reason'] } : {};
  return { actor, operation: name, operationId, ...reason };
}

async function once<O>(
  operation: Pick<Operation, 'name' | 'reads' | 'secret'>,
  work: (tx: Tx) => Promise<O>,
  input: Readonly<Record<string, unknown>>,
  call: Call,
  operationId: string,
  dryRun: boolean,
): Promise<{ output: O; replayed: boolean }> {
  const { database, actor, signal } = call;
  const as = actingAs(operation, input, actor, operationId);
  if (operation.reads) {
    return { output: await database.read(as, work, { signal }), replayed: false };
  }
  try {
    return await database.write(
      as,
      async (tx) => {
        const earlier = dryRun ? undefined : await claim(tx, operation.name, operationId, actor, hashOf(input));
        if (earlier) return { output: earlier.result as O, replayed: true };
        const output = await work(tx);
        if (dryRun) {
          // What the database looks at only at COMMIT would otherwise never be looked at.
          await tx.query('set constraints all immediate');
          throw new DryRunDone(output);
        }
        await tx.query('select finish_operation($1::uuid, $2::json)', [
          operationId,
          JSON.stringify(stored(operation, output)),
        ]);
        return { output, replayed: false };
      },
      { signal },
    );
  } catch (error) {
    if (error instanceof DryRunDone) return { output: error.output as O, replayed: false };
    throw error;
  }
}

/** The output as it is kept for the same operation id: without what is told only once. */
function stored<O>({ secret = [] }: Pick<Operation, 'secret'>, output: O): O {
  if (secret.length === 0) return output;
  return { ...output, ...Object.fromEntries(secret.map((key) => [key, null])) };
}

/**
 * Takes the operation id inside the transaction. A second caller with the same id waits here until the first has
 * committed, then reads its result; if the first rolled back, the second takes the id and runs.
 */
async function claim(
  tx: Tx,
  name: string,
  id: string,
  actor: Actor,
  input: Buffer,
): Promise<{ result: unknown } | undefined> {
  const row = await tx.one<{ fresh: boolean; name: string; actor_id: string; input_hash: Buffer; result: unknown }>(
    'select fresh, name, actor_id, input_hash, result from claim_operation($1::uuid, $2::text, $3::bytea)',
    [id, name, input],
  );
  if (!row || row.fresh) return undefined;
  const hint = 'Leave --operation-id out to get a new one.';
  if (row.name !== name || row.actor_id !== actor.id) {
    throw new Conflict(`Operation id ${id} was already used for ${commandName(row.name)}.`, { hint });
  }
  if (!input.equals(row.input_hash)) {
    throw new Conflict(`Operation id ${id} was already used for another ${commandName(name)}: nothing was done now.`, {
      hint,
    });
  }
  return { result: row.result };
}

/** What was asked for, as a fingerprint. A file counts by being given: its content may be standard input, long gone. */
function hashOf(input: Readonly<Record<string, unknown>>): Buffer {
  const sorted = Object.fromEntries(Object.entries(input).sort(([a], [b]) => (a < b ? -1 : 1)));
  const text = JSON.stringify(sorted, (_key, value: unknown) => (isInputFile(value) ? 'file' : value));
  return createHash('sha256').update(text).digest();
}

/** @throws InvalidInput naming the fields that are wrong */
export function parseInput<I extends z.ZodObject>(
  operation: { readonly name: string; readonly input: I },
  input: unknown,
): z.infer<I> {
  const parsed = operation.input.safeParse(input);
  if (parsed.success) return parsed.data;
  const fields = problemsOf(parsed.error).map(({ field, problem }) => ({ field, problem }));
  const first = fields.map(({ field, problem }) => (field ? `${field}: ${problem}` : problem)).slice(0, 3);
  const sentence = `${commandName(operation.name)} cannot take this: ${first.join('; ')}.`;
  throw new InvalidInput(sentence.replace(/\.\.$/, '.'), { details: { fields } });
}

function parseOperationId(given: string | undefined): string {
  if (given === undefined) return randomUUID();
  if (!z.uuid().safeParse(given).success) {
    throw new InvalidInput(`"${given.slice(0, 60)}" is no operation id: a UUID is needed.`);
  }
  return given.toLowerCase();
}

/** What a replay would read back from the database, so that the first answer and the second are the same. */
function jsonSafe<T>(value: T): T {
  const text = JSON.stringify(value ?? null);
  if (text.includes('\\u0000')) throw new Refused('The result holds a NUL byte, which the database cannot keep.');
  return JSON.parse(text) as T;
}
