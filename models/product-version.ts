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

/** Written by trigger. */
export interface ProductVersion extends Model<
  InferAttributes<ProductVersion>,
  InferCreationAttributes<ProductVersion>
> {
  id: CreationOptional<string>;
  product_id: string;
  version_number: number;
  data: Record<string, unknown>;
  changed_by: string | null;
  created_at: CreationOptional<Date>;
  product?: NonAttribute<Product>;
  changer?: NonAttribute<User>;
}

export function defineProductVersion(sequelize: Sequelize): ModelStatic<ProductVersion> {
  return sequelize.define<ProductVersion>(
    'ProductVersion',
    {
      id: { type: DataTypes.UUID, primaryKey: true, allowNull: false, defaultValue: literal('gen_random_uuid()') },
      product_id: { type: DataTypes.UUID, allowNull: false, references: { model: 'products', key: 'id' } },
      version_number: { type: DataTypes.INTEGER, allowNull: false },
      data: { type: DataTypes.JSONB, allowNull: false },
      changed_by: { type: DataTypes.UUID, references: { model: 'users', key: 'id' } },
      created_at: { type: DataTypes.DATE, allowNull: false, defaultValue: literal('current_timestamp') },
    },
    { tableName: 'product_versions', timestamps: false },
  );
}
