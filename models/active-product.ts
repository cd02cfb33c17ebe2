import {
  DataTypes,
  type InferAttributes,
  type InferCreationAttributes,
  type Model,
  type ModelStatic,
  type Sequelize,
} from 'sequelize';

/** A view: products that are not archived. */
export interface ActiveProduct extends Model<InferAttributes<ActiveProduct>, InferCreationAttributes<ActiveProduct>> {
  id: string;
  sku: string;
  name: string;
  slug: string;
  description: string | null;
  category_id: string | null;
  brand_id: string | null;
  price: string;
  compare_price: string | null;
  cost: string | null;
  weight: string | null;
  is_active: boolean;
  tags: string[] | null;
  meta_title: string | null;
  meta_description: string | null;
  review_count: number;
  avg_rating: string | null;
  search_vector: string;
  version: number;
  created_at: Date;
  updated_at: Date;
  deleted_at: Date | null;
}

export function defineActiveProduct(sequelize: Sequelize): ModelStatic<ActiveProduct> {
  return sequelize.define<ActiveProduct>(
    'ActiveProduct',
    {
      id: { type: DataTypes.UUID, primaryKey: true },
      sku: { type: DataTypes.STRING(100) },
      name: { type: DataTypes.STRING(255) },
      slug: { type: DataTypes.STRING(255) },
      description: { type: DataTypes.TEXT },
      category_id: { type: DataTypes.UUID },
      brand_id: { type: DataTypes.UUID },
      price: { type: DataTypes.DECIMAL(10, 2) },
      compare_price: { type: DataTypes.DECIMAL(10, 2) },
      cost: { type: DataTypes.DECIMAL(10, 2) },
      weight: { type: DataTypes.DECIMAL(10, 3) },
      is_active: { type: DataTypes.BOOLEAN },
      tags: { type: DataTypes.ARRAY(DataTypes.TEXT) },
      meta_title: { type: DataTypes.STRING(255) },
      meta_description: { type: DataTypes.TEXT },
      review_count: { type: DataTypes.INTEGER },
      avg_rating: { type: DataTypes.DECIMAL(3, 2) },
      search_vector: { type: DataTypes.TSVECTOR },
      version: { type: DataTypes.INTEGER },
      created_at: { type: DataTypes.DATE },
      updated_at: { type: DataTypes.DATE },
      deleted_at: { type: DataTypes.DATE },
    },
    { tableName: 'active_products', timestamps: false },
  );
}
