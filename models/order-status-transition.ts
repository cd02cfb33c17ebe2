import {
  DataTypes,
  type InferAttributes,
  type InferCreationAttributes,
  type Model,
  type ModelStatic,
  type Sequelize,
} from 'sequelize';
import { type OrderStatus, orderStatuses } from '../src/domain/order-status.ts';

export interface OrderStatusTransition extends Model<
  InferAttributes<OrderStatusTransition>,
  InferCreationAttributes<OrderStatusTransition>
> {
  from_status: OrderStatus;
  to_status: OrderStatus;
}

export function defineOrderStatusTransition(sequelize: Sequelize): ModelStatic<OrderStatusTransition> {
  return sequelize.define<OrderStatusTransition>(
    'OrderStatusTransition',
    {
      from_status: {
        type: DataTypes.STRING(20),
        primaryKey: true,
        allowNull: false,
        validate: { isIn: [[...orderStatuses]] },
      },
      to_status: {
        type: DataTypes.STRING(20),
        primaryKey: true,
        allowNull: false,
        validate: { isIn: [[...orderStatuses]] },
      },
    },
    { tableName: 'order_status_transitions', timestamps: false },
  );
}
