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
import type { OrderItem } from './order-item.ts';
import type { Shipment } from './shipment.ts';

export interface ShipmentItem extends Model<InferAttributes<ShipmentItem>, InferCreationAttributes<ShipmentItem>> {
  id: CreationOptional<string>;
  shipment_id: string;
  order_item_id: string;
  quantity: number;
  shipment?: NonAttribute<Shipment>;
  order_item?: NonAttribute<OrderItem>;
}

export function defineShipmentItem(sequelize: Sequelize): ModelStatic<ShipmentItem> {
  return sequelize.define<ShipmentItem>(
    'ShipmentItem',
    {
      id: { type: DataTypes.UUID, primaryKey: true, allowNull: false, defaultValue: literal('gen_random_uuid()') },
      shipment_id: { type: DataTypes.UUID, allowNull: false, references: { model: 'shipments', key: 'id' } },
      order_item_id: { type: DataTypes.UUID, allowNull: false, references: { model: 'order_items', key: 'id' } },
      quantity: { type: DataTypes.INTEGER, allowNull: false },
    },
    { tableName: 'shipment_items', timestamps: false },
  );
}
