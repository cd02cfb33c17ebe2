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

/** Materialized; refreshed by refresh_product_stats(). */
export interface ProductStats extends Model<InferAttributes<ProductStats>, InferCreationAttributes<ProductStats>> {
  id: string;
  review_count: string;
  avg_rating: string | null;
  order_count: string;
  total_sold: string;
  product?: NonAttribute<Product>;
}

export function defineProductStats(sequelize: Sequelize): ModelStatic<ProductStats> {
  return sequelize.define<ProductStats>(
    'ProductStats',
    {
      id: { type: DataTypes.UUID, primaryKey: true },
      review_count: { type: DataTypes.BIGINT },
      avg_rating: { type: DataTypes.DECIMAL },
      order_count: { type: DataTypes.BIGINT },
      total_sold: { type: DataTypes.BIGINT },
    },
    { tableName: 'product_stats', timestamps: false },
  );
}
