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
import type { Product } from './product.ts';
import type { ProductVariant } from './product-variant.ts';
import type { Warehouse } from './warehouse.ts';
import { computed, refuseWrite } from './columns.ts';

/** quantity and reserved move only through inventory_transactions; available is computed by the database. */
export interface Inventory extends Model<
  InferAttributes<Inventory>,
  InferCreationAttributes<Inventory, { omit: 'available' }>
> {
  id: CreationOptional<string>;
  product_id: string;
  variant_id: string | null;
  warehouse_id: string | null;
  quantity: CreationOptional<number>;
  reserved: CreationOptional<number>;
  available: number;
  reorder_point: CreationOptional<number>;
  reorder_quantity: CreationOptional<number>;
  last_restocked: Date | null;
  updated_at: CreationOptional<Date>;
  product?: NonAttribute<Product>;
  variant?: NonAttribute<ProductVariant>;
  warehouse?: NonAttribute<Warehouse>;
  transactions?: NonAttribute<InventoryTransaction[]>;
}

export function defineInventory(sequelize: Sequelize): ModelStatic<Inventory> {
  return sequelize.define<Inventory>(
    'Inventory',
    {
      id: { type: DataTypes.UUID, primaryKey: true, allowNull: false, defaultValue: literal('gen_random_uuid()') },
      product_id: { type: DataTypes.UUID, allowNull: false, references: { model: 'products', key: 'id' } },
      variant_id: { type: DataTypes.UUID, references: { model: 'product_variants', key: 'id' } },
      warehouse_id: { type: DataTypes.UUID, references: { model: 'warehouses', key: 'id' } },
      quantity: { type: DataTypes.INTEGER, allowNull: false, defaultValue: 0 },
      reserved: { type: DataTypes.INTEGER, allowNull: false, defaultValue: 0 },
      available: { type: DataTypes.INTEGER, allowNull: false, defaultValue: computed, set: refuseWrite },
      reorder_point: { type: DataTypes.INTEGER, allowNull: false, defaultValue: 10 },
      reorder_quantity: { type: DataTypes.INTEGER, allowNull: false, defaultValue: 50 },
      last_restocked: { type: DataTypes.DATE },
      updated_at: { type: DataTypes.DATE, allowNull: false, defaultValue: literal('current_timestamp') },
    },
    { tableName: 'inventory', timestamps: false },
  );
}
