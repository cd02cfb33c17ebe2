import { NotFound, Refused } from '../../../domain/errors.ts';
import { changedPrice, isBelowCost, margin, type PriceChange, type Rounding } from '../../../domain/pricing.ts';
import { compareMoney } from '../../../domain/money.ts';
import type { Role } from '../../../domain/permissions.ts';
import type { Tx } from '../../../platform/database/types.ts';
import { whereClauses, type Bind } from '../../listing.ts';
import { demandKnown } from '../../reference.ts';
import { list as productsList } from '../list.ts';

export type PriceField = 'price' | 'compare_price';

/** One amount that a bulk change is about. */
export interface PriceTarget {
  /** Of the product, or of the variant that has a price of its own. */
  readonly id: string;
  readonly variant: boolean;
  readonly field: PriceField;
  readonly sku: string;
  readonly name: string;
  readonly from: string;
  readonly cost: string | null;
  readonly compare_price: string | null;
}

export interface PriceRow extends PriceTarget {
  readonly to: string;
  /** In per cent of the new price; null when the cost is not known. */
  readonly margin: string | null;
  readonly warning: string | null;
}

export interface Chosen {
  readonly products: readonly string[];
  /** Variants that were named themselves. */
  readonly variants: readonly string[];
}

/** Every product under a filter, locked in the order of their ids; looked at again once nobody can change them. */
export async function chooseByFilter(tx: Tx, filter: string, role: Role): Promise<Chosen> {
  const matching = async (among: readonly string[] | undefined) => {
    const values: unknown[] = [];
    const bind: Bind = (value) => `$${values.push(value)}`;
    const clauses = whereClauses(productsList, filter, bind, role);
    const known = among === undefined ? [] : [`p.id = any (${bind(among)}::uuid[])`];
    const rows = await tx.query<{ id: string }>(
      `select p.id\nfrom ${productsList.from}\nwhere ${[...clauses, 'p.deleted_at is null', ...known].join('\n  and ')}`,
      values,
    );
    return rows.map(({ id }) => id);
  };
  const found = await matching(undefined);
  if (found.length === 0) await demandKnown(tx, productsList.filters, filter);
  await lock(tx, 'products', found);
  const products = await matching(found);
  await lockVariants(tx, products);
  return { products, variants: [] };
}

/** @throws NotFound naming every SKU that is none, Refused for one of the archive */
export async function chooseBySku(tx: Tx, skus: readonly string[]): Promise<Chosen> {
  const rows = await tx.query<{ given: string; product_id: string; variant_id: string | null; archived: boolean }>(
    `select distinct on (g.given) g.given, p.id as product_id, v.id as variant_id, p.deleted_at is not null as archived
from unnest($1::text[]) as g (given)
left join products s on lower(s.sku) = lower(g.given) or s.slug = lower(g.given)
left join product_variants v on s.id is null and lower(v.sku) = lower(g.given)
join products p on p.id = coalesce(s.id, v.product_id)
order by g.given, s.sku = g.given desc nulls last`,
    [skus],
  );
  const known = new Set(rows.map(({ given }) => given));
  const unknown = skus.filter((sku) => !known.has(sku));
  if (unknown.length > 0) {
    throw new NotFound(`There is no SKU ${unknown.slice(0, 5).join(', ')}.`, { details: { skus: unknown } });
  }
  const gone = rows.find(({ archived }) => archived);
  if (gone) throw new Refused(`${gone.given} is in the archive.`, { hint: 'Restore it first.' });
  const products = rows.filter(({ variant_id }) => variant_id === null).map(({ product_id }) => product_id);
  const variants = rows.flatMap(({ variant_id }) => variant_id ?? []);
  await lock(tx, 'products', [...new Set(rows.map(({ product_id }) => product_id))]);
  await lockVariants(tx, products, variants);
  return { products: [...new Set(products)], variants: [...new Set(variants)] };
}

const lock = (tx: Tx, table: 'products', ids: readonly string[]) =>
  tx.query(`select from ${table} t where t.id = any ($1::uuid[]) order by t.id for no key update`, [ids]);

const lockVariants = (tx: Tx, products: readonly string[], variants: readonly string[] = []) =>
  tx.query(
    `select from product_variants v
where v.price is not null and v.product_id = any ($1::uuid[]) or v.id = any ($2::uuid[])
order by v.id
for no key update`,
    [products, variants],
  );

export interface What {
  readonly products: PriceField | undefined;
  readonly variants: boolean;
}

/** The amounts in question, by SKU: one order for the preview, the fingerprint and the answer. */
export async function readTargets(tx: Tx, { products, variants }: Chosen, what: What): Promise<PriceTarget[]> {
  const own = what.products;
  const ofProducts = own
    ? await tx.query<PriceTarget>(
        `select p.id, false as variant, '${own}' as field, p.sku, p.name, p.${own} as from, p.cost, p.compare_price
from products p
where p.id = any ($1::uuid[])
  and p.${own} is not null`,
        [products],
      )
    : [];
  const ofVariants = await tx.query<PriceTarget>(
    `select v.id, true as variant, 'price' as field, v.sku, concat_ws(' ', p.name, v.size, v.color) as name,
  v.price as from, p.cost, p.compare_price
from product_variants v
join products p on p.id = v.product_id
where v.price is not null
  and v.deleted_at is null
  and ($3 and v.product_id = any ($1::uuid[]) or v.id = any ($2::uuid[]))`,
    [products, variants, what.variants],
  );
  return [...ofProducts, ...ofVariants].sort((one, other) => (one.sku < other.sku ? -1 : one.sku > other.sku ? 1 : 0));
}

/** @returns what would change; what is so already is left out. `problems` are amounts that cannot be. */
export function planPrices(targets: readonly PriceTarget[], change: PriceChange, rounding: Rounding | undefined) {
  const rows: PriceRow[] = [];
  const problems: { readonly sku: string; readonly reason: string }[] = [];
  for (const target of targets) {
    const made = changedPrice(target.from, change, rounding);
    if ('problem' in made) problems.push({ sku: target.sku, reason: made.problem });
    else if (made.price !== target.from) rows.push(toRow(target, made.price));
  }
  return { rows, problems };
}

function toRow(target: PriceTarget, to: string): PriceRow {
  const { field, cost, compare_price } = target;
  if (field === 'compare_price') return { ...target, to, margin: null, warning: null };
  const former = compare_price !== null && compareMoney(to, compare_price) >= 0;
  const warning = isBelowCost(to, cost) ? 'below cost' : former ? `not below its former price ${compare_price}` : null;
  return { ...target, to, margin: margin(to, cost), warning };
}
