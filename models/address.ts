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
import { type AddressType, addressTypes } from '../src/domain/stored-values.ts';
import type { User } from './user.ts';

export interface Address extends Model<InferAttributes<Address>, InferCreationAttributes<Address>> {
  id: CreationOptional<string>;
  user_id: string;
  type: CreationOptional<AddressType>;
  name: string;
  street_1: string;
  street_2: string | null;
  city: string;
  state: string;
  postal_code: string;
  country: string;
  phone: string | null;
  is_default: CreationOptional<boolean>;
  created_at: CreationOptional<Date>;
  user?: NonAttribute<User>;
}

export function defineAddress(sequelize: Sequelize): ModelStatic<Address> {
  return sequelize.define<Address>(
    'Address',
    {
      id: { type: DataTypes.UUID, primaryKey: true, allowNull: false, defaultValue: literal('gen_random_uuid()') },
      user_id: { type: DataTypes.UUID, allowNull: false, references: { model: 'users', key: 'id' } },
      type: {
        type: DataTypes.STRING(20),
        allowNull: false,
        defaultValue: 'shipping',
        validate: { isIn: [[...addressTypes]] },
      },
      name: { type: DataTypes.STRING(100), allowNull: false },
      street_1: { type: DataTypes.STRING(255), allowNull: false },
      street_2: { type: DataTypes.STRING(255) },
      city: { type: DataTypes.STRING(100), allowNull: false },
      state: { type: DataTypes.STRING(100), allowNull: false },
      postal_code: { type: DataTypes.STRING(20), allowNull: false },
      country: { type: DataTypes.STRING(2), allowNull: false },
      phone: { type: DataTypes.TEXT },
      is_default: { type: DataTypes.BOOLEAN, allowNull: false, defaultValue: false },
      created_at: { type: DataTypes.DATE, allowNull: false, defaultValue: literal('current_timestamp') },
    },
    { tableName: 'addresses', timestamps: false },
  );
}
