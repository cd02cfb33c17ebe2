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

export interface ProductImage extends Model<InferAttributes<ProductImage>, InferCreationAttributes<ProductImage>> {
  id: CreationOptional<string>;
  product_id: string;
  url: string;
  alt_text: string | null;
  sort_order: CreationOptional<number>;
  is_primary: CreationOptional<boolean>;
  created_at: CreationOptional<Date>;
  version: CreationOptional<number>;
  product?: NonAttribute<Product>;
}

export function defineProductImage(sequelize: Sequelize): ModelStatic<ProductImage> {
  return sequelize.define<ProductImage>(
    'ProductImage',
    {
      id: { type: DataTypes.UUID, primaryKey: true, allowNull: false, defaultValue: literal('gen_random_uuid()') },
      product_id: { type: DataTypes.UUID, allowNull: false, references: { model: 'products', key: 'id' } },
      url: { type: DataTypes.STRING(500), allowNull: false },
      alt_text: { type: DataTypes.STRING(255) },
      sort_order: { type: DataTypes.INTEGER, allowNull: false, defaultValue: 0 },
      is_primary: { type: DataTypes.BOOLEAN, allowNull: false, defaultValue: false },
      created_at: { type: DataTypes.DATE, allowNull: false, defaultValue: literal('current_timestamp') },
      version: { type: DataTypes.INTEGER, allowNull: false, defaultValue: 1 },
    },
    { tableName: 'product_images', timestamps: false },
  );
}
