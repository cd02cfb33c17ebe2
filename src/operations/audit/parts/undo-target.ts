import { Conflict, Refused } from '../../../domain/errors.ts';
import { demand, type Actor } from '../../../domain/permissions.ts';
import { clock } from '../../../domain/time.ts';
import { whyNotUndone } from '../../../domain/undo.ts';
import type { Tx } from '../../../platform/database/types.ts';
import { findOperation } from '../../index.ts';
import type { Operation } from '../../operation.ts';
import { noSuchOperation, operationFacts, type OperationFacts } from './facts.ts';

/**
 * The operation, when this person may undo it and nobody has. An undo can be undone as well: that does it again, and
 * needs the permission of what is done again.
 * @throws NotFound, Refused with what to do instead, Forbidden, Conflict when it was undone already
 */
export async function demandUndoable(tx: Tx, actor: Actor, id: string): Promise<OperationFacts> {
  const facts = await operationFacts(tx, id);
  if (!facts) throw noSuchOperation(id);
  const problem = await undoProblem(facts.root_name);
  if (problem) throw problem;
  demand(actor, await permissionOf(facts.root_name), `the undo of ${facts.root_name}`);
  if (facts.undone_through !== null) throw await undoneAlready(tx, facts);
  return facts;
}

/** Why an operation of this name is never undone; undefined when it can be. */
export async function undoProblem(name: string): Promise<Refused | undefined> {
  if ((await specOf(name))?.undoable) return undefined;
  const { why, instead } = whyNotUndone(name);
  return new Refused(`${why}.`, { hint: instead, details: { operation: name } });
}

async function permissionOf(name: string) {
  return (await specOf(name))?.permission ?? 'audit:undo';
}

async function specOf(name: string): Promise<Operation | undefined> {
  const found = await findOperation(name);
  return found?.kind === 'operation' ? found : undefined;
}

/** Says which operation of the chain can be undone now. */
async function undoneAlready(tx: Tx, facts: OperationFacts): Promise<Conflict> {
  let last = facts.undone_through ?? '';
  let again = false;
  for (let links = 0; links < 100; links += 1) {
    const next: string | null = (await operationFacts(tx, last))?.undone_through ?? null;
    if (next === null) break;
    last = next;
    again = !again;
  }
  const when = facts.undone_at ? ` (${clock(facts.undone_at)})` : '';
  return new Conflict(`${facts.name} was undone by ${facts.undone_by ?? 'somebody'}${when} already.`, {
    hint: again
      ? `It was done again since; to undo that: solemate audit undo ${last}`
      : `To do it again: solemate audit undo ${last}`,
    details: { undone_through: facts.undone_through, last },
  });
}
