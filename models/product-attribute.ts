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

export interface ProductAttribute extends Model<
  InferAttributes<ProductAttribute>,
  InferCreationAttributes<ProductAttribute>
> {
  id: CreationOptional<string>;
  product_id: string;
  name: string;
  value: string;
  created_at: CreationOptional<Date>;
  version: CreationOptional<number>;
  product?: NonAttribute<Product>;
}

export function defineProductAttribute(sequelize: Sequelize): ModelStatic<ProductAttribute> {
  return sequelize.define<ProductAttribute>(
    'ProductAttribute',
    {
      id: { type: DataTypes.UUID, primaryKey: true, allowNull: false, defaultValue: literal('gen_random_uuid()') },
      product_id: { type: DataTypes.UUID, allowNull: false, references: { model: 'products', key: 'id' } },
      name: { type: DataTypes.STRING(100), allowNull: false },
      value: { type: DataTypes.TEXT, allowNull: false },
      created_at: { type: DataTypes.DATE, allowNull: false, defaultValue: literal('current_timestamp') },
      version: { type: DataTypes.INTEGER, allowNull: false, defaultValue: 1 },
    },
    { tableName: 'product_attributes', timestamps: false },
  );
}
