import { NotFound } from '../../../domain/errors.ts';
import type { Tx } from '../../../platform/database/types.ts';

/** @throws NotFound that names the warehouses there are */
export async function demandWarehouse(tx: Tx, code: string): Promise<void> {
  const found = await tx.query<{ code: string }>('select code from warehouses order by code limit 100');
  if (found.some((one) => one.code === code.toUpperCase())) return;
  throw new NotFound(`There is no warehouse "${code}".`, {
    hint: found.length > 0 ? `There are ${found.map((one) => one.code).join(', ')}.` : 'There is none at all yet.',
  });
}
