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
import type { User } from './user.ts';

export interface WishlistItem extends Model<InferAttributes<WishlistItem>, InferCreationAttributes<WishlistItem>> {
  id: CreationOptional<string>;
  user_id: string;
  product_id: string;
  added_at: CreationOptional<Date>;
  user?: NonAttribute<User>;
  product?: NonAttribute<Product>;
}

export function defineWishlistItem(sequelize: Sequelize): ModelStatic<WishlistItem> {
  return sequelize.define<WishlistItem>(
    'WishlistItem',
    {
      id: { type: DataTypes.UUID, primaryKey: true, allowNull: false, defaultValue: literal('gen_random_uuid()') },
      user_id: { type: DataTypes.UUID, allowNull: false, references: { model: 'users', key: 'id' } },
      product_id: { type: DataTypes.UUID, allowNull: false, references: { model: 'products', key: 'id' } },
      added_at: { type: DataTypes.DATE, allowNull: false, defaultValue: literal('current_timestamp') },
    },
    { tableName: 'wishlist_items', timestamps: false },
  );
}
