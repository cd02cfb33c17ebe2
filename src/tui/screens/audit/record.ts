import type { Params } from '../../app/screen.ts';

export interface RecordTarget {
  readonly screen: string;
  readonly params: Params;
}

interface ChangedRecord {
  readonly table_name: string;
  readonly record_id: string;
  /** As people call it: an order number, a SKU, perhaps with what belongs to it behind. */
  readonly record: string | null;
}

const ofOrder = [
  ...['orders', 'order_items', 'order_notes', 'order_returns', 'return_items'],
  ...['payments', 'refunds', 'shipments', 'shipment_items'],
];
const ofProduct = ['products', 'product_variants', 'product_images', 'product_attributes'];

/** Where a changed record can be looked at; undefined where it has no page. */
export function recordTarget(
  { table_name, record_id, record }: ChangedRecord,
  operation: string | null,
): RecordTarget | undefined {
  const name = record?.split(' ')[0];
  if (table_name === 'reviews') return { screen: 'review', params: { review: record_id } };
  if (table_name === 'users') {
    const ofStaff = /^(staff|session|setup)\./u.test(operation ?? '');
    return ofStaff
      ? { screen: 'member', params: { person: record_id } }
      : { screen: 'customer', params: { customer: record_id } };
  }
  if (name === undefined) return undefined;
  if (ofOrder.includes(table_name)) return { screen: 'order', params: { order: name } };
  if (ofProduct.includes(table_name)) return { screen: 'product', params: { product: name } };
  if (table_name === 'promo_codes') return { screen: 'promo', params: { code: name } };
  if (table_name === 'brands') return { screen: 'brand', params: { brand: record_id } };
  if (table_name === 'categories') return { screen: 'categories', params: {} };
  if (table_name === 'warehouses') return { screen: 'warehouses', params: {} };
  if (table_name === 'inventory') return { screen: 'inventory', params: { sku: name } };
  return undefined;
}
