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
import { type ShipmentStatus, shipmentStatuses } from '../src/domain/order-status.ts';
import type { Order } from './order.ts';
import type { ShipmentItem } from './shipment-item.ts';
import type { User } from './user.ts';
import type { Warehouse } from './warehouse.ts';
import { filledByTrigger } from './columns.ts';

export interface Shipment extends Model<InferAttributes<Shipment>, InferCreationAttributes<Shipment>> {
  id: CreationOptional<string>;
  order_id: string;
  order_created_at: CreationOptional<Date>;
  warehouse_id: string;
  carrier: string | null;
  tracking_number: string | null;
  status: CreationOptional<ShipmentStatus>;
  shipped_at: Date | null;
  delivered_at: Date | null;
  created_by: CreationOptional<string | null>;
  created_at: CreationOptional<Date>;
  order?: NonAttribute<Order>;
  warehouse?: NonAttribute<Warehouse>;
  packer?: NonAttribute<User>;
  items?: NonAttribute<ShipmentItem[]>;
}

export function defineShipment(sequelize: Sequelize): ModelStatic<Shipment> {
  return sequelize.define<Shipment>(
    'Shipment',
    {
      id: { type: DataTypes.UUID, primaryKey: true, allowNull: false, defaultValue: literal('gen_random_uuid()') },
      order_id: { type: DataTypes.UUID, allowNull: false, references: { model: 'orders', key: 'id' } },
      order_created_at: { type: DataTypes.DATE(3), allowNull: false, defaultValue: filledByTrigger },
      warehouse_id: { type: DataTypes.UUID, allowNull: false, references: { model: 'warehouses', key: 'id' } },
      carrier: { type: DataTypes.STRING(50) },
      tracking_number: { type: DataTypes.STRING(100) },
      status: {
        type: DataTypes.STRING(20),
        allowNull: false,
        defaultValue: 'PENDING',
        validate: { isIn: [[...shipmentStatuses]] },
      },
      shipped_at: { type: DataTypes.DATE },
      delivered_at: { type: DataTypes.DATE },
      created_by: {
        type: DataTypes.UUID,
        defaultValue: literal('current_user_id()'),
        references: { model: 'users', key: 'id' },
      },
      created_at: { type: DataTypes.DATE, allowNull: false, defaultValue: literal('current_timestamp') },
    },
    { tableName: 'shipments', timestamps: false },
  );
}
