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
import type { OrderItem } from './order-item.ts';

export interface StockReservation extends Model<
  InferAttributes<StockReservation>,
  InferCreationAttributes<StockReservation>
> {
  id: CreationOptional<string>;
  order_item_id: string;
  inventory_id: string;
  quantity: number;
  reserved_at: Date;
  order_item?: NonAttribute<OrderItem>;
  inventory?: NonAttribute<Inventory>;
}

export function defineStockReservation(sequelize: Sequelize): ModelStatic<StockReservation> {
  return sequelize.define<StockReservation>(
    'StockReservation',
    {
      id: { type: DataTypes.UUID, primaryKey: true, allowNull: false, defaultValue: literal('gen_random_uuid()') },
      order_item_id: { type: DataTypes.UUID, allowNull: false, references: { model: 'order_items', key: 'id' } },
      inventory_id: { type: DataTypes.UUID, allowNull: false, references: { model: 'inventory', key: 'id' } },
      quantity: { type: DataTypes.INTEGER, allowNull: false },
      reserved_at: { type: DataTypes.DATE, allowNull: false },
    },
    { tableName: 'stock_reservations', timestamps: false },
  );
}
