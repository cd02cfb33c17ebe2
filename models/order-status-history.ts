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
import { type OrderStatus, orderStatuses } from '../src/domain/order-status.ts';
import type { Order } from './order.ts';
import type { User } from './user.ts';
import { filledByTrigger } from './columns.ts';

/** Written by trigger. */
export interface OrderStatusHistory extends Model<
  InferAttributes<OrderStatusHistory>,
  InferCreationAttributes<OrderStatusHistory>
> {
  id: CreationOptional<string>;
  order_id: string;
  order_created_at: CreationOptional<Date>;
  from_status: OrderStatus | null;
  to_status: OrderStatus;
  changed_by: string | null;
  notes: string | null;
  created_at: CreationOptional<Date>;
  order?: NonAttribute<Order>;
  changer?: NonAttribute<User>;
}

export function defineOrderStatusHistory(sequelize: Sequelize): ModelStatic<OrderStatusHistory> {
  return sequelize.define<OrderStatusHistory>(
    'OrderStatusHistory',
    {
      id: { type: DataTypes.UUID, primaryKey: true, allowNull: false, defaultValue: literal('gen_random_uuid()') },
      order_id: { type: DataTypes.UUID, allowNull: false, references: { model: 'orders', key: 'id' } },
      order_created_at: { type: DataTypes.DATE(3), allowNull: false, defaultValue: filledByTrigger },
      from_status: { type: DataTypes.STRING(20), validate: { isIn: [[...orderStatuses]] } },
      to_status: { type: DataTypes.STRING(20), allowNull: false, validate: { isIn: [[...orderStatuses]] } },
      changed_by: { type: DataTypes.UUID, references: { model: 'users', key: 'id' } },
      notes: { type: DataTypes.TEXT },
      created_at: { type: DataTypes.DATE, allowNull: false, defaultValue: literal('clock_timestamp()') },
    },
    { tableName: 'order_status_history', timestamps: false },
  );
}
