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
import { type CountStatus, countStatuses } from '../src/domain/stock-count.ts';
import type { StockCountLine } from './stock-count-line.ts';
import type { User } from './user.ts';
import type { Warehouse } from './warehouse.ts';
import { computed } from './columns.ts';

export interface StockCount extends Model<InferAttributes<StockCount>, InferCreationAttributes<StockCount>> {
  id: CreationOptional<string>;
  count_number: CreationOptional<number>;
  warehouse_id: string;
  status: CreationOptional<CountStatus>;
  blind: CreationOptional<boolean>;
  note: string | null;
  opened_by: string | null;
  opened_at: CreationOptional<Date>;
  closed_by: string | null;
  closed_at: Date | null;
  warehouse?: NonAttribute<Warehouse>;
  opener?: NonAttribute<User>;
  closer?: NonAttribute<User>;
  lines?: NonAttribute<StockCountLine[]>;
}

export function defineStockCount(sequelize: Sequelize): ModelStatic<StockCount> {
  return sequelize.define<StockCount>(
    'StockCount',
    {
      id: { type: DataTypes.UUID, primaryKey: true, allowNull: false, defaultValue: literal('gen_random_uuid()') },
      count_number: { type: DataTypes.INTEGER, allowNull: false, defaultValue: computed },
      warehouse_id: { type: DataTypes.UUID, allowNull: false, references: { model: 'warehouses', key: 'id' } },
      status: {
        type: DataTypes.STRING(20),
        allowNull: false,
        defaultValue: 'OPEN',
        validate: { isIn: [[...countStatuses]] },
      },
      blind: { type: DataTypes.BOOLEAN, allowNull: false, defaultValue: false },
      note: { type: DataTypes.TEXT },
      opened_by: { type: DataTypes.UUID, references: { model: 'users', key: 'id' } },
      opened_at: { type: DataTypes.DATE, allowNull: false, defaultValue: literal('current_timestamp') },
      closed_by: { type: DataTypes.UUID, references: { model: 'users', key: 'id' } },
      closed_at: { type: DataTypes.DATE },
    },
    { tableName: 'stock_counts', timestamps: false },
  );
}
