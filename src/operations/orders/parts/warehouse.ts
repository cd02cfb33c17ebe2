import { NotFound, Refused } from '../../../domain/errors.ts';
import type { Tx } from '../../../platform/database/types.ts';

/** By code, in any case. @throws NotFound @throws Refused for one that is closed */
export async function openWarehouse(tx: Tx, given: string): Promise<{ id: string; code: string }> {
  const found = await tx.one<{ id: string; code: string; is_active: boolean }>(
    'select id, code, is_active from warehouses where code = upper($1)',
    [given],
  );
  if (!found) throw unknown(given);
  if (!found.is_active) throw new Refused(`${found.code} is closed.`, { hint: 'Name one that is open.' });
  return { id: found.id, code: found.code };
}

/** Also a closed one: what lies there can still be picked. @throws NotFound */
export async function knownWarehouse(tx: Tx, given: string): Promise<string> {
  const found = await tx.one<{ code: string }>('select code from warehouses where code = upper($1)', [given]);
  if (!found) throw unknown(given);
  return found.code;
}

const unknown = (given: string) =>
  new NotFound(`There is no warehouse ${given}.`, { hint: 'See: solemate warehouses list' });
