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
import type { User } from './user.ts';

/** What staff tell each other about an order; append-only. The customer's own note is orders.notes. */
export interface OrderNote extends Model<InferAttributes<OrderNote>, InferCreationAttributes<OrderNote>> {
  id: CreationOptional<string>;
  order_id: string;
  order_created_at: CreationOptional<Date>;
  note: string;
  created_by: CreationOptional<string | null>;
  created_at: CreationOptional<Date>;
  order?: NonAttribute<Order>;
  author?: NonAttribute<User>;
}

export function defineOrderNote(sequelize: Sequelize): ModelStatic<OrderNote> {
  return sequelize.define<OrderNote>(
    'OrderNote',
    {
      id: { type: DataTypes.UUID, primaryKey: true, allowNull: false, defaultValue: literal('gen_random_uuid()') },
      order_id: { type: DataTypes.UUID, allowNull: false, references: { model: 'orders', key: 'id' } },
      order_created_at: { type: DataTypes.DATE(3), allowNull: false, defaultValue: filledByTrigger },
      note: { type: DataTypes.TEXT, allowNull: false },
      created_by: { type: DataTypes.UUID, references: { model: 'users', key: 'id' } },
      created_at: { type: DataTypes.DATE, allowNull: false, defaultValue: literal('clock_timestamp()') },
    },
    { tableName: 'order_notes', timestamps: false },
  );
}
