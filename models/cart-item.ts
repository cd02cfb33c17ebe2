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
import type { Product } from './product.ts';
import type { ProductVariant } from './product-variant.ts';
import type { User } from './user.ts';

export interface CartItem extends Model<InferAttributes<CartItem>, InferCreationAttributes<CartItem>> {
  id: CreationOptional<string>;
  user_id: string;
  product_id: string;
  variant_id: string | null;
  quantity: number;
  price: string;
  discount: CreationOptional<string>;
  added_at: CreationOptional<Date>;
  updated_at: CreationOptional<Date>;
  user?: NonAttribute<User>;
  product?: NonAttribute<Product>;
  variant?: NonAttribute<ProductVariant>;
}

export function defineCartItem(sequelize: Sequelize): ModelStatic<CartItem> {
  return sequelize.define<CartItem>(
    'CartItem',
    {
      id: { type: DataTypes.UUID, primaryKey: true, allowNull: false, defaultValue: literal('gen_random_uuid()') },
      user_id: { type: DataTypes.UUID, allowNull: false, references: { model: 'users', key: 'id' } },
      product_id: { type: DataTypes.UUID, allowNull: false, references: { model: 'products', key: 'id' } },
      variant_id: { type: DataTypes.UUID, references: { model: 'product_variants', key: 'id' } },
      quantity: { type: DataTypes.INTEGER, allowNull: false },
      price: { type: DataTypes.DECIMAL(10, 2), allowNull: false },
      discount: { type: DataTypes.DECIMAL(10, 2), allowNull: false, defaultValue: 0 },
      added_at: { type: DataTypes.DATE, allowNull: false, defaultValue: literal('current_timestamp') },
      updated_at: { type: DataTypes.DATE, allowNull: false, defaultValue: literal('current_timestamp') },
    },
    { tableName: 'cart_items', timestamps: false },
  );
}
