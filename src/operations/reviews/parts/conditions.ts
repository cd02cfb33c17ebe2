import { uuidRange } from '../../../domain/uuid.ts';
import { rareOr, type Few } from '../../few.ts';
import { likeAnywhere } from '../../like.ts';
import type { Bind } from '../../listing.ts';

/** What is rare is reached through its ids, what is common is soon met along the list (few.ts). */
function among(bind: Bind, few: Few, column: string, select: (given: string) => string, value: string): string {
  const ids = few(select('$1'), [value]);
  return ids ? `${column} = any (${bind(ids)}::uuid[])` : `${column} in (${select(bind(value))})`;
}

export function ofProduct(bind: Bind, value: string, few: Few): string {
  const exact = `select p.id from products p where lower(p.sku) = lower($1) or p.slug = lower($1)
    union select v.product_id from product_variants v where lower(v.sku) = lower($1)`;
  const ids = few(exact, [value]);
  if (ids && ids.length > 0) return `r.product_id = any (${bind(ids)}::uuid[])`;
  const named = (given: string) => `select p.id from products p where lower(p.name) like lower(${given})`;
  return among(bind, few, 'r.product_id', named, likeAnywhere(value));
}

export function bySomebody(bind: Bind, value: string, few: Few): string {
  const id = uuidRange(value);
  if (id?.whole) return `r.user_id = ${bind(id.from)}::uuid`;
  const column = value.includes('@')
    ? 'lower(c.email)'
    : `lower(coalesce(c.first_name, '') || ' ' || coalesce(c.last_name, ''))`;
  const named = (given: string) => `select c.id from users c where ${column} like lower(${given})`;
  return among(bind, few, 'r.user_id', named, likeAnywhere(value));
}

/** In title or comment. */
export function withWords(bind: Bind, text: string, few: Few): string {
  const written = (alias: string, given: string) =>
    `lower(coalesce(${alias}.title, '') || ' ' || coalesce(${alias}.comment, '')) like lower(${given})`;
  const select = (given: string) => `select w.id from reviews w where ${written('w', given)}`;
  return rareOr(bind, few, 'r.id', select, likeAnywhere(text), (given) => written('r', given));
}
