import { InvalidInput } from '../../../domain/errors.ts';
import type { Tx } from '../../../platform/database/types.ts';
import { lockNamed, refuseArchivedNamed, type NamedRow, type NamedTable } from '../../named.ts';

const columnOf = { brands: 'brand_id', categories: 'category_id' } as const satisfies Record<NamedTable, string>;

/** Products that are not archived. */
export async function countProducts(tx: Tx, table: NamedTable, id: string): Promise<number> {
  const row = await tx.one<{ products: number }>(
    `select count(*)::integer as products
from products p
where p.${columnOf[table]} = $1::uuid and p.deleted_at is null`,
    [id],
  );
  return row?.products ?? 0;
}

/** Where the products of a group that is archived go. @throws NotFound, Refused, InvalidInput */
export async function findTarget(tx: Tx, table: NamedTable, given: string, from: NamedRow): Promise<string> {
  const target = await lockNamed(tx, table, given);
  if (target.id === from.id) throw new InvalidInput(`${from.name} cannot take its own products.`);
  refuseArchivedNamed(table, target);
  return target.id;
}

/** All products of a group, archived ones as well, into another one. @returns how many */
export async function moveProducts(tx: Tx, table: NamedTable, from: string, to: string): Promise<number> {
  const moved = await tx.query(
    `with locked as (
  select p.id
  from products p
  where p.${columnOf[table]} = $1::uuid
  order by p.id
  for no key update
)
update products p
set ${columnOf[table]} = $2::uuid
from locked l
where p.id = l.id
returning p.id`,
    [from, to],
  );
  return moved.length;
}
