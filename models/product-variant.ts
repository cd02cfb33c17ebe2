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
import type { CartItem } from './cart-item.ts';
import type { Inventory } from './inventory.ts';
import type { OrderItem } from './order-item.ts';
import type { Product } from './product.ts';

export interface ProductVariant extends Model<
  InferAttributes<ProductVariant>,
  InferCreationAttributes<ProductVariant>
> {
  id: CreationOptional<string>;
  product_id: string;
  sku: string;
  size: string | null;
  color: string | null;
  price: string | null;
  stock: CreationOptional<number>;
  weight: string | null;
  images: string[] | null;
  is_active: CreationOptional<boolean>;
  /** Since when it is off sale because its product is in the archive; written by trigger. */
  archived_at: CreationOptional<Date | null>;
  version: CreationOptional<number>;
  created_at: CreationOptional<Date>;
  barcode: string | null;
  deleted_at: Date | null;
  product?: NonAttribute<Product>;
  order_items?: NonAttribute<OrderItem[]>;
  cart_items?: NonAttribute<CartItem[]>;
  inventory?: NonAttribute<Inventory[]>;
}

export function defineProductVariant(sequelize: Sequelize): ModelStatic<ProductVariant> {
  return sequelize.define<ProductVariant>(
    'ProductVariant',
    {
      id: { type: DataTypes.UUID, primaryKey: true, allowNull: false, defaultValue: literal('gen_random_uuid()') },
      product_id: { type: DataTypes.UUID, allowNull: false, references: { model: 'products', key: 'id' } },
      sku: { type: DataTypes.STRING(100), allowNull: false },
      size: { type: DataTypes.STRING(20) },
      color: { type: DataTypes.STRING(50) },
      price: { type: DataTypes.DECIMAL(10, 2) },
      stock: { type: DataTypes.INTEGER, allowNull: false, defaultValue: 0 },
      weight: { type: DataTypes.DECIMAL(10, 3) },
      images: { type: DataTypes.ARRAY(DataTypes.TEXT) },
      is_active: { type: DataTypes.BOOLEAN, allowNull: false, defaultValue: true },
      version: { type: DataTypes.INTEGER, allowNull: false, defaultValue: 1 },
      barcode: { type: DataTypes.STRING(50) },
      created_at: { type: DataTypes.DATE, allowNull: false, defaultValue: literal('current_timestamp') },
      deleted_at: { type: DataTypes.DATE },
      archived_at: { type: DataTypes.DATE },
    },
    { tableName: 'product_variants', timestamps: false },
  );
}
