import {
  DataTypes,
  type InferAttributes,
  type InferCreationAttributes,
  type Model,
  type ModelStatic,
  type NonAttribute,
  type Sequelize,
} from 'sequelize';
import type { Order } from './order.ts';

/** Which month an order is in; keeps ids and numbers unique over all of them. Written by trigger. */
export interface OrderRegistry extends Model<InferAttributes<OrderRegistry>, InferCreationAttributes<OrderRegistry>> {
  order_id: string;
  order_number: string;
  created_at: Date;
  order?: NonAttribute<Order>;
}

export function defineOrderRegistry(sequelize: Sequelize): ModelStatic<OrderRegistry> {
  return sequelize.define<OrderRegistry>(
    'OrderRegistry',
    {
      order_id: {
        type: DataTypes.UUID,
        primaryKey: true,
        allowNull: false,
        references: { model: 'orders', key: 'id' },
      },
      order_number: { type: DataTypes.STRING(50), allowNull: false },
      created_at: { type: DataTypes.DATE(3), allowNull: false },
    },
    { tableName: 'order_registry', timestamps: false },
  );
}
