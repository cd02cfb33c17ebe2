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
import type { Inventory } from './inventory.ts';
import type { Shipment } from './shipment.ts';

export interface Warehouse extends Model<InferAttributes<Warehouse>, InferCreationAttributes<Warehouse>> {
  id: CreationOptional<string>;
  code: string;
  name: string;
  street_1: string | null;
  street_2: string | null;
  city: string | null;
  state: string | null;
  postal_code: string | null;
  country: string;
  is_active: CreationOptional<boolean>;
  created_at: CreationOptional<Date>;
  shipments?: NonAttribute<Shipment[]>;
  inventory?: NonAttribute<Inventory[]>;
}

export function defineWarehouse(sequelize: Sequelize): ModelStatic<Warehouse> {
  return sequelize.define<Warehouse>(
    'Warehouse',
    {
      id: { type: DataTypes.UUID, primaryKey: true, allowNull: false, defaultValue: literal('gen_random_uuid()') },
      code: { type: DataTypes.STRING(20), allowNull: false },
      name: { type: DataTypes.STRING(100), allowNull: false },
      street_1: { type: DataTypes.STRING(255) },
      street_2: { type: DataTypes.STRING(255) },
      city: { type: DataTypes.STRING(100) },
      state: { type: DataTypes.STRING(100) },
      postal_code: { type: DataTypes.STRING(20) },
      country: { type: DataTypes.STRING(2), allowNull: false },
      is_active: { type: DataTypes.BOOLEAN, allowNull: false, defaultValue: true },
      created_at: { type: DataTypes.DATE, allowNull: false, defaultValue: literal('current_timestamp') },
    },
    { tableName: 'warehouses', timestamps: false },
  );
}
