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
import { returnConditions, type ReturnCondition } from '../src/domain/order-return.ts';
import type { OrderItem } from './order-item.ts';
import type { OrderReturn } from './order-return.ts';

/** Pieces of one line in one condition; a trigger moves the stock. */
export interface ReturnItem extends Model<InferAttributes<ReturnItem>, InferCreationAttributes<ReturnItem>> {
  id: CreationOptional<string>;
  return_id: string;
  order_item_id: string;
  quantity: number;
  condition: ReturnCondition;
  order_return?: NonAttribute<OrderReturn>;
  order_item?: NonAttribute<OrderItem>;
}

export function defineReturnItem(sequelize: Sequelize): ModelStatic<ReturnItem> {
  return sequelize.define<ReturnItem>(
    'ReturnItem',
    {
      id: { type: DataTypes.UUID, primaryKey: true, allowNull: false, defaultValue: literal('gen_random_uuid()') },
      return_id: { type: DataTypes.UUID, allowNull: false, references: { model: 'order_returns', key: 'id' } },
      order_item_id: { type: DataTypes.UUID, allowNull: false, references: { model: 'order_items', key: 'id' } },
      quantity: { type: DataTypes.INTEGER, allowNull: false, validate: { min: 1 } },
      condition: { type: DataTypes.STRING(20), allowNull: false, validate: { isIn: [[...returnConditions]] } },
    },
    { tableName: 'return_items', timestamps: false },
  );
}
