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
import { type TransactionType, transactionTypes } from '../src/domain/stock.ts';
import type { Inventory } from './inventory.ts';
import type { OrderItem } from './order-item.ts';
import type { User } from './user.ts';

export interface InventoryTransaction extends Model<
  InferAttributes<InventoryTransaction>,
  InferCreationAttributes<InventoryTransaction>
> {
  id: CreationOptional<string>;
  inventory_id: string;
  type: TransactionType;
  quantity: number;
  reference_type: string | null;
  reference_id: string | null;
  order_item_id: string | null;
  notes: string | null;
  operation_id: CreationOptional<string | null>;
  created_by: string | null;
  created_at: CreationOptional<Date>;
  /** bigint, as text: the order in which the rows of a place were applied. */
  position: CreationOptional<string>;
  inventory?: NonAttribute<Inventory>;
  order_item?: NonAttribute<OrderItem>;
  creator?: NonAttribute<User>;
}

export function defineInventoryTransaction(sequelize: Sequelize): ModelStatic<InventoryTransaction> {
  return sequelize.define<InventoryTransaction>(
    'InventoryTransaction',
    {
      id: { type: DataTypes.UUID, primaryKey: true, allowNull: false, defaultValue: literal('gen_random_uuid()') },
      inventory_id: { type: DataTypes.UUID, allowNull: false, references: { model: 'inventory', key: 'id' } },
      type: { type: DataTypes.STRING(20), allowNull: false, validate: { isIn: [[...transactionTypes]] } },
      quantity: { type: DataTypes.INTEGER, allowNull: false },
      reference_type: { type: DataTypes.STRING(20) },
      reference_id: { type: DataTypes.UUID },
      order_item_id: { type: DataTypes.UUID, references: { model: 'order_items', key: 'id' } },
      notes: { type: DataTypes.TEXT },
      operation_id: { type: DataTypes.UUID, defaultValue: literal('current_operation_id()') },
      created_by: { type: DataTypes.UUID, references: { model: 'users', key: 'id' } },
      created_at: { type: DataTypes.DATE, allowNull: false, defaultValue: literal('current_timestamp') },
      position: { type: DataTypes.BIGINT, allowNull: false, defaultValue: literal('ledger_clock()') },
    },
    { tableName: 'inventory_transactions', timestamps: false },
  );
}
