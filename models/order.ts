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
import type { OrderItem } from './order-item.ts';
import type { OrderRegistry } from './order-registry.ts';
import type { OrderStatusHistory } from './order-status-history.ts';
import type { Payment } from './payment.ts';
import type { Product } from './product.ts';
import type { PromoCode } from './promo-code.ts';
import type { PromoUsage } from './promo-usage.ts';
import type { Review } from './review.ts';
import type { Shipment } from './shipment.ts';
import type { User } from './user.ts';

/**
 * Partitioned by month: the real key is (id, created_at), but id alone is unique (order_registry) and is what Sequelize
 * must take for the key. To reach one row without looking through every month, say created_at as well.
 */
export interface Order extends Model<InferAttributes<Order>, InferCreationAttributes<Order>> {
  id: CreationOptional<string>;
  order_number: CreationOptional<string>;
  user_id: string;
  status: CreationOptional<OrderStatus>;
  subtotal: string;
  discount: CreationOptional<string>;
  tax: CreationOptional<string>;
  shipping: CreationOptional<string>;
  total: string;
  notes: string | null;
  shipping_address: Record<string, unknown>;
  billing_address: Record<string, unknown>;
  promo_code_id: string | null;
  tracking_number: string | null;
  assigned_to: string | null;
  version: CreationOptional<number>;
  created_at: CreationOptional<Date>;
  updated_at: CreationOptional<Date>;
  customer?: NonAttribute<User>;
  promo_code?: NonAttribute<PromoCode>;
  picker?: NonAttribute<User>;
  registry?: NonAttribute<OrderRegistry>;
  items?: NonAttribute<OrderItem[]>;
  history?: NonAttribute<OrderStatusHistory[]>;
  payment?: NonAttribute<Payment>;
  shipments?: NonAttribute<Shipment[]>;
  promo_usages?: NonAttribute<PromoUsage[]>;
  reviews?: NonAttribute<Review[]>;
  products?: NonAttribute<Product[]>;
  used_codes?: NonAttribute<PromoCode[]>;
}

export function defineOrder(sequelize: Sequelize): ModelStatic<Order> {
  return sequelize.define<Order>(
    'Order',
    {
      id: {
        type: DataTypes.UUID,
        primaryKey: true,
        allowNull: false,
        defaultValue: literal('gen_random_uuid()'),
        references: { model: 'order_registry', key: 'order_id' },
      },
      order_number: { type: DataTypes.STRING(50), allowNull: false, defaultValue: literal('next_order_number()') },
      user_id: { type: DataTypes.UUID, allowNull: false, references: { model: 'users', key: 'id' } },
      status: {
        type: DataTypes.STRING(20),
        allowNull: false,
        defaultValue: 'PENDING',
        validate: { isIn: [[...orderStatuses]] },
      },
      subtotal: { type: DataTypes.DECIMAL(10, 2), allowNull: false },
      discount: { type: DataTypes.DECIMAL(10, 2), allowNull: false, defaultValue: 0 },
      tax: { type: DataTypes.DECIMAL(10, 2), allowNull: false, defaultValue: 0 },
      shipping: { type: DataTypes.DECIMAL(10, 2), allowNull: false, defaultValue: 0 },
      total: { type: DataTypes.DECIMAL(10, 2), allowNull: false },
      notes: { type: DataTypes.TEXT },
      shipping_address: { type: DataTypes.JSONB, allowNull: false },
      billing_address: { type: DataTypes.JSONB, allowNull: false },
      promo_code_id: { type: DataTypes.UUID, references: { model: 'promo_codes', key: 'id' } },
      tracking_number: { type: DataTypes.STRING(100) },
      assigned_to: { type: DataTypes.UUID, references: { model: 'users', key: 'id' } },
      version: { type: DataTypes.INTEGER, allowNull: false, defaultValue: 1 },
      created_at: { type: DataTypes.DATE(3), allowNull: false, defaultValue: literal('current_timestamp') },
      updated_at: { type: DataTypes.DATE(3), allowNull: false, defaultValue: literal('current_timestamp') },
    },
    { tableName: 'orders', timestamps: false },
  );
}
