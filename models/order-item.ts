import {
  DataTypes,
  literal,
  type CreationOptional,
  type InferAttributes,
  type InferCreationAttributes,
  type Model,
  type ModelStatic,
  type NonAttribute,
  type Sequelize,
} from 'sequelize';
import type { InventoryTransaction } from './inventory-transaction.ts';
import type { Order } from './order.ts';
import type { Product } from './product.ts';
import type { ProductVariant } from './product-variant.ts';
import type { ShipmentItem } from './shipment-item.ts';
import { filledByTrigger } from './columns.ts';

export interface OrderItem extends Model<InferAttributes<OrderItem>, InferCreationAttributes<OrderItem>> {
  id: CreationOptional<string>;
  order_id: string;
  order_created_at: CreationOptional<Date>;
  product_id: string;
  variant_id: string | null;
  sku: string;
  name: string;
  quantity: number;
  price: string;
  discount: CreationOptional<string>;
  total: string;
  product_snapshot: Record<string, unknown> | null;
  created_at: CreationOptional<Date>;
  order?: NonAttribute<Order>;
  product?: NonAttribute<Product>;
  variant?: NonAttribute<ProductVariant>;
  shipment_items?: NonAttribute<ShipmentItem[]>;
  inventory_transactions?: NonAttribute<InventoryTransaction[]>;
}

export function defineOrderItem(sequelize: Sequelize): ModelStatic<OrderItem> {
  return sequelize.define<OrderItem>(
    'OrderItem',
    {
      id: { type: DataTypes.UUID, primaryKey: true, allowNull: false, defaultValue: literal('gen_random_uuid()') },
      order_id: { type: DataTypes.UUID, allowNull: false, references: { model: 'orders', key: 'id' } },
      order_created_at: { type: DataTypes.DATE(3), allowNull: false, defaultValue: filledByTrigger },
      product_id: { type: DataTypes.UUID, allowNull: false, references: { model: 'products', key: 'id' } },
      variant_id: { type: DataTypes.UUID, references: { model: 'product_variants', key: 'id' } },
      sku: { type: DataTypes.STRING(100), allowNull: false },
      name: { type: DataTypes.STRING(255), allowNull: false },
      quantity: { type: DataTypes.INTEGER, allowNull: false },
      price: { type: DataTypes.DECIMAL(10, 2), allowNull: false },
      discount: { type: DataTypes.DECIMAL(10, 2), allowNull: false, defaultValue: 0 },
      total: { type: DataTypes.DECIMAL(10, 2), allowNull: false },
      product_snapshot: { type: DataTypes.JSONB },
      created_at: { type: DataTypes.DATE, allowNull: false, defaultValue: literal('current_timestamp') },
    },
    { tableName: 'order_items', timestamps: false },
  );
}
