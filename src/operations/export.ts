import { InvalidInput } from '../domain/errors.ts';
import { demand, type Actor, type Permission } from '../domain/permissions.ts';
import type { Tx } from '../platform/database/types.ts';
import type * as z from 'zod';
import type { ListCall } from './listing.ts';
import { parseInput, type Progress } from './operation.ts';

export interface ExportContext {
  readonly tx: Tx;
  readonly actor: Actor;
  readonly progress: (progress: Progress) => void;
}

export interface ExportSpec<I extends z.ZodObject> {
  /** `<noun>.<verb>`, as of an operation. */
  readonly name: string;
  readonly summary: string;
  readonly permission: Permission;
  readonly input: I;
  readonly positional?: readonly (keyof z.infer<I> & string)[];
  /** Command lines without the leading `solemate`, each run by a test. */
  readonly examples: readonly string[];
  /** What is written, for people: 'products'. Progress counts these. */
  readonly what: string;
  /**
   * The document in pieces. Reads through `tx.stream`, from one statement where it must be of one moment, and holds no
   * more than a batch. Whoever takes the pieces decides the pace.
   */
  stream(context: ExportContext, input: z.infer<I>): AsyncIterable<string>;
}

export interface Exporting<I extends z.ZodObject = z.ZodObject> extends ExportSpec<I> {
  readonly kind: 'export';
}

/** A document too large to be an answer: it streams, from a transaction that only reads, to wherever it is wanted. */
export function exporting<I extends z.ZodObject>(spec: ExportSpec<I>): Exporting<I> {
  return { kind: 'export', ...spec };
}

export interface ExportCall extends ListCall {
  /** Takes one piece; the next is made when it is done. */
  readonly write: (piece: string) => Promise<void>;
  readonly progress?: (progress: Progress) => void;
}

export interface Exported {
  readonly bytes: number;
  /** How many things were written. */
  readonly count: number;
}

/** A reader may rest this long, e.g. in a pager, before the database gives the transaction up. In milliseconds. */
const patience = 600_000;

/** @throws Forbidden, InvalidInput before anything is written; Unavailable, Interrupted, what `write` throws */
export async function runExport<I extends z.ZodObject>(
  one: Exporting<I>,
  input: unknown,
  { database, actor, signal, write, progress }: ExportCall,
): Promise<Exported> {
  demand(actor, one.permission, one.name);
  const parsed = parseInput(one, input);
  let count = 0;
  let bytes = 0;
  const counted = (step: Progress) => {
    count = step.done;
    progress?.(step);
  };
  // What the writer met is its own: the database would take a closed pipe for a connection of its own that was lost.
  let stopped: { readonly by: unknown } | undefined;
  const reading = database.read(
    { actor, operation: one.name },
    async (tx) => {
      await tx.query("select set_config('idle_in_transaction_session_timeout', $1, true)", [String(patience)]);
      for await (const piece of one.stream({ tx, actor, progress: counted }, parsed)) {
        bytes += Buffer.byteLength(piece);
        await write(piece).catch((error: unknown) => {
          stopped = { by: error };
        });
        if (stopped) return;
      }
    },
    { signal },
  );
  await reading.catch((error: unknown) => {
    throw stopped ? stopped.by : error;
  });
  if (stopped) throw stopped.by;
  if (bytes === 0) throw new InvalidInput(`${one.name} wrote nothing.`);
  return { bytes, count };
}
