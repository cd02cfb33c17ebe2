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

export interface Category extends Model<InferAttributes<Category>, InferCreationAttributes<Category>> {
  id: CreationOptional<string>;
  parent_id: string | null;
  name: string;
  slug: string;
  description: string | null;
  image_url: string | null;
  sort_order: CreationOptional<number>;
  is_active: CreationOptional<boolean>;
  version: CreationOptional<number>;
  created_at: CreationOptional<Date>;
  deleted_at: Date | null;
  parent?: NonAttribute<Category>;
  children?: NonAttribute<Category[]>;
  products?: NonAttribute<Product[]>;
}

export function defineCategory(sequelize: Sequelize): ModelStatic<Category> {
  return sequelize.define<Category>(
    'Category',
    {
      id: { type: DataTypes.UUID, primaryKey: true, allowNull: false, defaultValue: literal('gen_random_uuid()') },
      parent_id: { type: DataTypes.UUID, references: { model: 'categories', key: 'id' } },
      name: { type: DataTypes.STRING(100), allowNull: false },
      slug: { type: DataTypes.STRING(100), allowNull: false },
      description: { type: DataTypes.TEXT },
      image_url: { type: DataTypes.STRING(500) },
      sort_order: { type: DataTypes.INTEGER, allowNull: false, defaultValue: 0 },
      is_active: { type: DataTypes.BOOLEAN, allowNull: false, defaultValue: true },
      version: { type: DataTypes.INTEGER, allowNull: false, defaultValue: 1 },
      created_at: { type: DataTypes.DATE, allowNull: false, defaultValue: literal('current_timestamp') },
      deleted_at: { type: DataTypes.DATE },
    },
    { tableName: 'categories', timestamps: false },
  );
}
