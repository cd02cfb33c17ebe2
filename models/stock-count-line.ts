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
import type { StockCount } from './stock-count.ts';
import type { User } from './user.ts';

export interface StockCountLine extends Model<
  InferAttributes<StockCountLine>,
  InferCreationAttributes<StockCountLine>
> {
  id: CreationOptional<string>;
  count_id: string;
  inventory_id: string;
  expected: number | null;
  /** bigint, as text. */
  ledger_position: string | null;
  counted: number | null;
  counted_by: string | null;
  counted_at: Date | null;
  count?: NonAttribute<StockCount>;
  inventory?: NonAttribute<Inventory>;
  counter?: NonAttribute<User>;
}

export function defineStockCountLine(sequelize: Sequelize): ModelStatic<StockCountLine> {
  return sequelize.define<StockCountLine>(
    'StockCountLine',
    {
      id: { type: DataTypes.UUID, primaryKey: true, allowNull: false, defaultValue: literal('gen_random_uuid()') },
      count_id: { type: DataTypes.UUID, allowNull: false, references: { model: 'stock_counts', key: 'id' } },
      inventory_id: { type: DataTypes.UUID, allowNull: false, references: { model: 'inventory', key: 'id' } },
      expected: { type: DataTypes.INTEGER },
      ledger_position: { type: DataTypes.BIGINT },
      counted: { type: DataTypes.INTEGER },
      counted_by: { type: DataTypes.UUID, references: { model: 'users', key: 'id' } },
      counted_at: { type: DataTypes.DATE },
    },
    { tableName: 'stock_count_lines', timestamps: false },
  );
}
