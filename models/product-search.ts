import {
  DataTypes,
  type InferAttributes,
  type InferCreationAttributes,
  type Model,
  type ModelStatic,
  type NonAttribute,
  type Sequelize,
} from 'sequelize';
import type { Product } from './product.ts';

/** What finds a product; written by trigger. */
export interface ProductSearch extends Model<InferAttributes<ProductSearch>, InferCreationAttributes<ProductSearch>> {
  product_id: string;
  document: string;
  words: string;
  product?: NonAttribute<Product>;
}

export function defineProductSearch(sequelize: Sequelize): ModelStatic<ProductSearch> {
  return sequelize.define<ProductSearch>(
    'ProductSearch',
    {
      product_id: {
        type: DataTypes.UUID,
        primaryKey: true,
        allowNull: false,
        references: { model: 'products', key: 'id' },
      },
      document: { type: DataTypes.TEXT, allowNull: false },
      words: { type: DataTypes.TSVECTOR, allowNull: false },
    },
    { tableName: 'product_search', timestamps: false },
  );
}
