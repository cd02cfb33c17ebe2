import type { ModelStatic, Model } from 'sequelize';
import type { Models } from './index.ts';

interface Link {
  readonly child: keyof Models;
  readonly key: string;
  readonly parent: keyof Models;
  /** What the child calls its parent, and the parent its children. */
  readonly as: string;
  readonly back: string;
  /** The parent has at most one. */
  readonly one?: true;
}

/** Every foreign key, read both ways. */
export const links: readonly Link[] = [
  { child: 'Address', key: 'user_id', parent: 'User', as: 'user', back: 'addresses' },
  { child: 'UserSession', key: 'user_id', parent: 'User', as: 'user', back: 'sessions' },
  { child: 'Presence', key: 'user_id', parent: 'User', as: 'user', back: 'presences' },
  { child: 'UserInvitation', key: 'user_id', parent: 'User', as: 'user', back: 'invitations' },
  { child: 'UserInvitation', key: 'created_by', parent: 'User', as: 'creator', back: 'invited_people' },
  { child: 'Category', key: 'parent_id', parent: 'Category', as: 'parent', back: 'children' },
  { child: 'Product', key: 'category_id', parent: 'Category', as: 'category', back: 'products' },
  { child: 'Product', key: 'brand_id', parent: 'Brand', as: 'brand', back: 'products' },
  { child: 'ProductVariant', key: 'product_id', parent: 'Product', as: 'product', back: 'variants' },
  { child: 'ProductImage', key: 'product_id', parent: 'Product', as: 'product', back: 'images' },
  { child: 'ProductAttribute', key: 'product_id', parent: 'Product', as: 'product', back: 'product_attributes' },
  { child: 'ArticleCode', key: 'product_id', parent: 'Product', as: 'product', back: 'codes' },
  { child: 'ProductSearch', key: 'product_id', parent: 'Product', as: 'product', back: 'search', one: true },
  { child: 'ProductVersion', key: 'product_id', parent: 'Product', as: 'product', back: 'versions' },
  { child: 'ProductVersion', key: 'changed_by', parent: 'User', as: 'changer', back: 'product_versions' },
  { child: 'Order', key: 'user_id', parent: 'User', as: 'customer', back: 'orders' },
  { child: 'Order', key: 'promo_code_id', parent: 'PromoCode', as: 'promo_code', back: 'orders' },
  { child: 'Order', key: 'assigned_to', parent: 'User', as: 'picker', back: 'assigned_orders' },
  { child: 'OrderRegistry', key: 'order_id', parent: 'Order', as: 'order', back: 'registry', one: true },
  { child: 'OrderItem', key: 'order_id', parent: 'Order', as: 'order', back: 'items' },
  { child: 'OrderItem', key: 'product_id', parent: 'Product', as: 'product', back: 'order_items' },
  { child: 'OrderItem', key: 'variant_id', parent: 'ProductVariant', as: 'variant', back: 'order_items' },
  { child: 'OrderStatusHistory', key: 'order_id', parent: 'Order', as: 'order', back: 'history' },
  { child: 'OrderStatusHistory', key: 'changed_by', parent: 'User', as: 'changer', back: 'status_changes' },
  { child: 'Payment', key: 'order_id', parent: 'Order', as: 'order', back: 'payment', one: true },
  { child: 'Payment', key: 'user_id', parent: 'User', as: 'customer', back: 'payments' },
  { child: 'Refund', key: 'payment_id', parent: 'Payment', as: 'payment', back: 'refunds' },
  { child: 'Refund', key: 'requested_by', parent: 'User', as: 'requester', back: 'requested_refunds' },
  { child: 'OrderReturn', key: 'order_id', parent: 'Order', as: 'order', back: 'returns' },
  { child: 'OrderReturn', key: 'warehouse_id', parent: 'Warehouse', as: 'warehouse', back: 'order_returns' },
  { child: 'OrderReturn', key: 'refund_id', parent: 'Refund', as: 'refund', back: 'order_returns' },
  { child: 'OrderReturn', key: 'created_by', parent: 'User', as: 'booker', back: 'booked_returns' },
  { child: 'ReturnItem', key: 'return_id', parent: 'OrderReturn', as: 'order_return', back: 'items' },
  { child: 'ReturnItem', key: 'order_item_id', parent: 'OrderItem', as: 'order_item', back: 'return_items' },
  { child: 'OrderNote', key: 'order_id', parent: 'Order', as: 'order', back: 'staff_notes' },
  { child: 'OrderNote', key: 'created_by', parent: 'User', as: 'author', back: 'order_notes' },
  { child: 'Shipment', key: 'order_id', parent: 'Order', as: 'order', back: 'shipments' },
  { child: 'Shipment', key: 'warehouse_id', parent: 'Warehouse', as: 'warehouse', back: 'shipments' },
  { child: 'Shipment', key: 'created_by', parent: 'User', as: 'packer', back: 'created_shipments' },
  { child: 'ShipmentItem', key: 'shipment_id', parent: 'Shipment', as: 'shipment', back: 'items' },
  { child: 'ShipmentItem', key: 'order_item_id', parent: 'OrderItem', as: 'order_item', back: 'shipment_items' },
  { child: 'PromoUsage', key: 'promo_code_id', parent: 'PromoCode', as: 'promo_code', back: 'usages' },
  { child: 'PromoUsage', key: 'order_id', parent: 'Order', as: 'order', back: 'promo_usages' },
  { child: 'PromoUsage', key: 'user_id', parent: 'User', as: 'customer', back: 'promo_usages' },
  { child: 'Review', key: 'product_id', parent: 'Product', as: 'product', back: 'reviews' },
  { child: 'Review', key: 'user_id', parent: 'User', as: 'author', back: 'reviews' },
  { child: 'Review', key: 'order_id', parent: 'Order', as: 'order', back: 'reviews' },
  { child: 'Review', key: 'moderated_by', parent: 'User', as: 'moderator', back: 'moderated_reviews' },
  { child: 'CartItem', key: 'user_id', parent: 'User', as: 'user', back: 'cart_items' },
  { child: 'CartItem', key: 'product_id', parent: 'Product', as: 'product', back: 'cart_items' },
  { child: 'CartItem', key: 'variant_id', parent: 'ProductVariant', as: 'variant', back: 'cart_items' },
  { child: 'WishlistItem', key: 'user_id', parent: 'User', as: 'user', back: 'wishlist_items' },
  { child: 'WishlistItem', key: 'product_id', parent: 'Product', as: 'product', back: 'wishlist_items' },
  { child: 'Inventory', key: 'product_id', parent: 'Product', as: 'product', back: 'inventory' },
  { child: 'Inventory', key: 'variant_id', parent: 'ProductVariant', as: 'variant', back: 'inventory' },
  { child: 'Inventory', key: 'warehouse_id', parent: 'Warehouse', as: 'warehouse', back: 'inventory' },
  { child: 'InventoryTransaction', key: 'inventory_id', parent: 'Inventory', as: 'inventory', back: 'transactions' },
  {
    child: 'InventoryTransaction',
    key: 'order_item_id',
    parent: 'OrderItem',
    as: 'order_item',
    back: 'inventory_transactions',
  },
  { child: 'InventoryTransaction', key: 'created_by', parent: 'User', as: 'creator', back: 'inventory_transactions' },
  { child: 'StockReservation', key: 'order_item_id', parent: 'OrderItem', as: 'order_item', back: 'reservations' },
  { child: 'StockReservation', key: 'inventory_id', parent: 'Inventory', as: 'inventory', back: 'reservations' },
  { child: 'StockCount', key: 'warehouse_id', parent: 'Warehouse', as: 'warehouse', back: 'stock_counts' },
  { child: 'StockCount', key: 'opened_by', parent: 'User', as: 'opener', back: 'opened_counts' },
  { child: 'StockCount', key: 'closed_by', parent: 'User', as: 'closer', back: 'closed_counts' },
  { child: 'StockCountLine', key: 'count_id', parent: 'StockCount', as: 'count', back: 'lines' },
  { child: 'StockCountLine', key: 'inventory_id', parent: 'Inventory', as: 'inventory', back: 'count_lines' },
  { child: 'StockCountLine', key: 'counted_by', parent: 'User', as: 'counter', back: 'counted_lines' },
  { child: 'AuditLog', key: 'changed_by', parent: 'User', as: 'changer', back: 'audit_logs' },
  { child: 'OperationResult', key: 'actor_id', parent: 'User', as: 'actor', back: 'operation_results' },
  { child: 'BackupRun', key: 'started_by', parent: 'User', as: 'starter', back: 'backup_runs' },
  { child: 'OperationUndo', key: 'undone_by', parent: 'User', as: 'undoer', back: 'operation_undos' },
  { child: 'ProductStats', key: 'id', parent: 'Product', as: 'product', back: 'stats', one: true },
];

/** Section 4.3 of the design document: many to many through a table between. */
const bridges = [
  {
    left: 'User',
    right: 'Product',
    through: 'CartItem',
    leftKey: 'user_id',
    rightKey: 'product_id',
    as: 'cart_products',
    back: 'cart_users',
  },
  {
    left: 'User',
    right: 'Product',
    through: 'WishlistItem',
    leftKey: 'user_id',
    rightKey: 'product_id',
    as: 'wished_products',
    back: 'wishing_users',
  },
  {
    left: 'Order',
    right: 'Product',
    through: 'OrderItem',
    leftKey: 'order_id',
    rightKey: 'product_id',
    as: 'products',
    back: 'orders',
  },
  {
    left: 'PromoCode',
    right: 'Order',
    through: 'PromoUsage',
    leftKey: 'promo_code_id',
    rightKey: 'order_id',
    as: 'used_in',
    back: 'used_codes',
  },
] as const satisfies readonly {
  left: keyof Models;
  right: keyof Models;
  through: keyof Models;
  leftKey: string;
  rightKey: string;
  as: string;
  back: string;
}[];

export function associate(models: Models): void {
  // constraints: the migrations made them; Sequelize never creates or alters a table here
  const plain = { constraints: false } as const;
  const find = (name: keyof Models) => models[name] as ModelStatic<Model>;
  for (const { child, key, parent, as, back, one } of links) {
    find(child).belongsTo(find(parent), { ...plain, foreignKey: key, as });
    if (one) find(parent).hasOne(find(child), { ...plain, foreignKey: key, as: back });
    else find(parent).hasMany(find(child), { ...plain, foreignKey: key, as: back });
  }
  for (const { left, right, through, leftKey, rightKey, as, back } of bridges) {
    const between = { model: find(through), unique: false };
    find(left).belongsToMany(find(right), { ...plain, through: between, foreignKey: leftKey, otherKey: rightKey, as });
    find(right).belongsToMany(find(left), {
      ...plain,
      through: between,
      foreignKey: rightKey,
      otherKey: leftKey,
      as: back,
    });
  }
}
