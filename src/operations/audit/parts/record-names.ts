import { maskEmailSql } from '../../../domain/contact.ts';
import { personName } from '../../orders/steps.ts';

/** Contact data of colleagues is no more for everybody than that of customers. */
const staffName = `coalesce(${personName('c')}, ${maskEmailSql('c.email')})`;

/** Table → how people call one of its rows, as a scalar query over its id, or over what the log kept of it. */
const names: Readonly<Record<string, (id: string, image: string) => string>> = {
  orders: (id) => `select r.order_number from order_registry r where r.order_id = ${id}`,
  order_items: (id) =>
    `select r.order_number || ' ' || i.sku from order_items i join order_registry r on r.order_id = i.order_id where i.id = ${id}`,
  payments: (id) =>
    `select r.order_number from payments p join order_registry r on r.order_id = p.order_id where p.id = ${id}`,
  refunds: (id) => `select r.order_number
      from refunds f
      join payments p on p.id = f.payment_id
      join order_registry r on r.order_id = p.order_id
      where f.id = ${id}`,
  shipments: (id) =>
    `select r.order_number from shipments h join order_registry r on r.order_id = h.order_id where h.id = ${id}`,
  shipment_items: (id) => `select r.order_number || ' ' || i.sku
      from shipment_items k
      join order_items i on i.id = k.order_item_id
      join order_registry r on r.order_id = i.order_id
      where k.id = ${id}`,
  order_notes: (id) =>
    `select r.order_number from order_notes n join order_registry r on r.order_id = n.order_id where n.id = ${id}`,
  order_returns: (id) =>
    `select r.order_number from order_returns n join order_registry r on r.order_id = n.order_id where n.id = ${id}`,
  return_items: (id) => `select r.order_number || ' ' || i.sku
      from return_items k
      join order_items i on i.id = k.order_item_id
      join order_registry r on r.order_id = i.order_id
      where k.id = ${id}`,
  promo_usage: (id) => `select c.code || ' ' || r.order_number
      from promo_usage s
      join promo_codes c on c.id = s.promo_code_id
      join order_registry r on r.order_id = s.order_id
      where s.id = ${id}`,
  products: (id) => `select p.sku from products p where p.id = ${id}`,
  product_variants: (id) => `select v.sku from product_variants v where v.id = ${id}`,
  product_images: (id) =>
    `select p.sku from product_images g join products p on p.id = g.product_id where g.id = ${id}`,
  product_attributes: (id) =>
    `select p.sku || ' ' || g.name from product_attributes g join products p on p.id = g.product_id where g.id = ${id}`,
  reviews: (id) => `select p.sku from reviews g join products p on p.id = g.product_id where g.id = ${id}`,
  inventory: (id) => `select coalesce(v.sku, p.sku) || ' in ' || w.code
      from inventory i
      join products p on p.id = i.product_id
      left join product_variants v on v.id = i.variant_id
      left join warehouses w on w.id = i.warehouse_id
      where i.id = ${id}`,
  stock_counts: (id) =>
    `select w.code || ' ' || k.count_number from stock_counts k join warehouses w on w.id = k.warehouse_id where k.id = ${id}`,
  stock_count_lines: (id) => `select coalesce(v.sku, p.sku) || ' in count ' || k.count_number
      from stock_count_lines l
      join stock_counts k on k.id = l.count_id
      join inventory i on i.id = l.inventory_id
      join products p on p.id = i.product_id
      left join product_variants v on v.id = i.variant_id
      where l.id = ${id}`,
  users: (id) =>
    `select case when c.role = 'customer' then ${maskEmailSql('c.email')} else ${staffName} end from users c where c.id = ${id}`,
  addresses: (id) =>
    `select ${maskEmailSql('c.email')} from addresses d join users c on c.id = d.user_id where d.id = ${id}`,
  // a token's table is the admin's; whom it is for stands in the log
  user_invitations: (_id, image) => `select ${staffName} from users c where c.id = (${image} ->> 'user_id')::uuid`,
  promo_codes: (id) => `select c.code from promo_codes c where c.id = ${id}`,
  warehouses: (id) => `select w.code from warehouses w where w.id = ${id}`,
  brands: (id) => `select b.name from brands b where b.id = ${id}`,
  categories: (id) => `select c.name from categories c where c.id = ${id}`,
  backup_runs: (id) =>
    `select k.kind || ' ' || to_char(k.started_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI') from backup_runs k where k.id = ${id}`,
};

/** Of a row of this table; null when it is gone. */
export const nameOf = (table: string, id: string): string => `(${names[table]?.(id, 'null::jsonb') ?? 'null'})::text`;

/** Of a row `alias` of audit_logs; of what is gone the name it had, null where nobody gave it one. */
export function recordName(alias: string): string {
  const image = `coalesce(${alias}.old_values, ${alias}.new_values)`;
  const cases = Object.entries(names).map(
    ([table, query]) => `when '${table}' then (${query(`${alias}.record_id`, image)})`,
  );
  return `coalesce(
    case ${alias}.table_name
      ${cases.join('\n      ')}
    end,
    ${image} ->> 'sku', ${image} ->> 'code', ${image} ->> 'name'
  )`;
}

/** Ids of what a person may mean: order number with its money and parcels, SKU with its stock, e-mail, code, slug. */
export function recordsNamed(given: string): string {
  return [
    `select r.order_id as id from order_registry r where r.order_number = upper(${given})`,
    ...['payments', 'shipments'].map(
      (table) =>
        `select x.id from ${table} x join order_registry r on r.order_id = x.order_id where r.order_number = upper(${given})`,
    ),
    `select f.id from refunds f
      join payments x on x.id = f.payment_id
      join order_registry r on r.order_id = x.order_id
      where r.order_number = upper(${given})`,
    `select p.id from products p where lower(p.sku) = lower(${given}) or p.slug = lower(${given})`,
    `select v.id from product_variants v where lower(v.sku) = lower(${given})`,
    `select i.id from inventory i join product_variants v on v.id = i.variant_id where lower(v.sku) = lower(${given})`,
    `select i.id from inventory i
      join products p on p.id = i.product_id
      where i.variant_id is null and lower(p.sku) = lower(${given})`,
    `select u.id from users u where lower(u.email) = lower(${given})`,
    `select c.id from promo_codes c where c.code = upper(${given})`,
    `select w.id from warehouses w where w.code = upper(${given})`,
    `select b.id from brands b where b.slug = lower(${given})`,
    `select g.id from categories g where g.slug = lower(${given})`,
  ].join('\n    union all ');
}

/** Every table whose changes are audited, so that an index that begins with the table can be used without one. */
export const namedTables: readonly string[] = Object.keys(names);
