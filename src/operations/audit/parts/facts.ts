import { InvalidInput, NotFound } from '../../../domain/errors.ts';
import { may, type Actor } from '../../../domain/permissions.ts';
import { uuidRange } from '../../../domain/uuid.ts';
import type { Tx } from '../../../platform/database/types.ts';
import { naming, required } from '../../fields.ts';

export const OperationId = naming('operation', required(36)).describe('id of the operation, or its first 8 characters');

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
  new NotFound(`There is no operation ${id.slice(0, 40)}.`, {
    hint: 'Every writing command prints its id with --json; so does: solemate audit list',
  });

/** @throws InvalidInput for what is no id, NotFound for none, also for several that begin so */
export async function findOperation(tx: Tx, { role }: Actor, given: string): Promise<string> {
  const range = uuidRange(given);
  if (!range) {
    throw new InvalidInput(
      `"${given.slice(0, 40)}" is no operation: its id, or 8 or more characters of it, is needed.`,
      {
        hint: 'See: solemate audit list',
      },
    );
  }
  if (range.whole) return range.from;
  if (!may(role, 'audit:read')) {
    throw new InvalidInput(`"${given.slice(0, 40)}" is the beginning of an id: ${role} must give all of it.`, {
      hint: 'Your writing commands print it with --json.',
    });
  }
  const found = await tx.query<{ id: string }>(
    `select distinct a.operation_id as id
     from audit_logs a
     where a.operation_id between $1::uuid and $2::uuid
     limit 3`,
    [range.from, range.to],
  );
  const [only] = found;
  if (!only) throw noSuchOperation(given);
  if (found.length === 1) return only.id;
  throw new NotFound(`Several operations begin with ${given}.`, {
    hint: `Give more of it: ${found.map(({ id }) => id.slice(0, 13)).join(', ')}.`,
  });
}
