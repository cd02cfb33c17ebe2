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
import { filledByTrigger } from './columns.ts';
import type { Order } from './order.ts';
import type { Refund } from './refund.ts';
import type { ReturnItem } from './return-item.ts';
import type { User } from './user.ts';
import type { Warehouse } from './warehouse.ts';

/** One parcel that came back; append-only. */
export interface OrderReturn extends Model<InferAttributes<OrderReturn>, InferCreationAttributes<OrderReturn>> {
  id: CreationOptional<string>;
  order_id: string;
  order_created_at: CreationOptional<Date>;
  warehouse_id: string;
  reason: string;
  refund_id: string | null;
  created_by: CreationOptional<string | null>;
  created_at: CreationOptional<Date>;
  order?: NonAttribute<Order>;
  warehouse?: NonAttribute<Warehouse>;
  refund?: NonAttribute<Refund>;
  booker?: NonAttribute<User>;
  items?: NonAttribute<ReturnItem[]>;
}

export function defineOrderReturn(sequelize: Sequelize): ModelStatic<OrderReturn> {
  return sequelize.define<OrderReturn>(
    'OrderReturn',
    {
      id: { type: DataTypes.UUID, primaryKey: true, allowNull: false, defaultValue: literal('gen_random_uuid()') },
      order_id: { type: DataTypes.UUID, allowNull: false, references: { model: 'orders', key: 'id' } },
      order_created_at: { type: DataTypes.DATE(3), allowNull: false, defaultValue: filledByTrigger },
      warehouse_id: { type: DataTypes.UUID, allowNull: false, references: { model: 'warehouses', key: 'id' } },
      reason: { type: DataTypes.TEXT, allowNull: false },
      refund_id: { type: DataTypes.UUID, references: { model: 'refunds', key: 'id' } },
      created_by: { type: DataTypes.UUID, references: { model: 'users', key: 'id' } },
      created_at: { type: DataTypes.DATE, allowNull: false, defaultValue: literal('current_timestamp') },
    },
    { tableName: 'order_returns', timestamps: false },
  );
}
