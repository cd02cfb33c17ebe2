import { z } from 'zod';
import { NotFound } from '../../domain/errors.ts';
import type { Tx } from '../../platform/database/types.ts';

export const OperationId = z.guid('the UUID of an operation is needed').describe('id of the operation');

/** What is known of an operation that was run. */
export interface OperationFacts {
  readonly name: string;
  /** Of the operation at the beginning of a chain of undos; the same as `name` for any other. */
  readonly root_name: string;
  /** How many undos lie between: 0 for what is no undo, 1 for one, 2 for what did it again. */
  readonly depth: number;
  readonly actor: string | null;
  readonly done_at: Date;
  /** The operation that this one put back. */
  readonly undoes: string | null;
  /** The operation that put this one back. */
  readonly undone_through: string | null;
  readonly undone_by: string | null;
  readonly undone_at: Date | null;
}

export async function operationFacts(tx: Tx, id: string): Promise<OperationFacts | undefined> {
  return tx.one<OperationFacts>(
    `select name, root_name, depth, actor, done_at, undoes, undone_through, undone_by, undone_at
     from operation_facts($1::uuid)`,
    [id],
  );
}

export const noSuchOperation = (id: string): NotFound =>
  new NotFound(`There is no operation ${id}.`, {
    hint: 'Every writing command prints its id with --json; "audit list" shows them too.',
  });
