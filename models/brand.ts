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

export interface Brand extends Model<InferAttributes<Brand>, InferCreationAttributes<Brand>> {
  id: CreationOptional<string>;
  name: string;
  slug: string;
  logo_url: string | null;
  website: string | null;
  description: string | null;
  is_active: CreationOptional<boolean>;
  version: CreationOptional<number>;
  created_at: CreationOptional<Date>;
  deleted_at: Date | null;
  products?: NonAttribute<Product[]>;
}

export function defineBrand(sequelize: Sequelize): ModelStatic<Brand> {
  return sequelize.define<Brand>(
    'Brand',
    {
      id: { type: DataTypes.UUID, primaryKey: true, allowNull: false, defaultValue: literal('gen_random_uuid()') },
      name: { type: DataTypes.STRING(100), allowNull: false },
      slug: { type: DataTypes.STRING(100), allowNull: false },
      logo_url: { type: DataTypes.STRING(500) },
      website: { type: DataTypes.STRING(255) },
      description: { type: DataTypes.TEXT },
      is_active: { type: DataTypes.BOOLEAN, allowNull: false, defaultValue: true },
      version: { type: DataTypes.INTEGER, allowNull: false, defaultValue: 1 },
      created_at: { type: DataTypes.DATE, allowNull: false, defaultValue: literal('current_timestamp') },
      deleted_at: { type: DataTypes.DATE },
    },
    { tableName: 'brands', timestamps: false },
  );
}
