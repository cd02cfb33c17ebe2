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
import { type PaymentStatus, paymentStatuses } from '../src/domain/order-status.ts';
import { type PaymentProvider, paymentProviders } from '../src/domain/stored-values.ts';
import type { Order } from './order.ts';
import type { Refund } from './refund.ts';
import type { User } from './user.ts';
import { filledByTrigger } from './columns.ts';

export interface Payment extends Model<InferAttributes<Payment>, InferCreationAttributes<Payment>> {
  id: CreationOptional<string>;
  order_id: string;
  order_created_at: CreationOptional<Date>;
  user_id: string;
  amount: string;
  currency: CreationOptional<string>;
  status: PaymentStatus;
  provider: PaymentProvider;
  transaction_id: string | null;
  payment_method: string | null;
  failure_reason: string | null;
  metadata: Record<string, unknown> | null;
  refund_amount: CreationOptional<string>;
  refunded_at: Date | null;
  owed_since: Date | null;
  created_at: CreationOptional<Date>;
  updated_at: CreationOptional<Date>;
  order?: NonAttribute<Order>;
  customer?: NonAttribute<User>;
  refunds?: NonAttribute<Refund[]>;
}

export function definePayment(sequelize: Sequelize): ModelStatic<Payment> {
  return sequelize.define<Payment>(
    'Payment',
    {
      id: { type: DataTypes.UUID, primaryKey: true, allowNull: false, defaultValue: literal('gen_random_uuid()') },
      order_id: { type: DataTypes.UUID, allowNull: false, references: { model: 'orders', key: 'id' } },
      order_created_at: { type: DataTypes.DATE(3), allowNull: false, defaultValue: filledByTrigger },
      user_id: { type: DataTypes.UUID, allowNull: false, references: { model: 'users', key: 'id' } },
      amount: { type: DataTypes.DECIMAL(10, 2), allowNull: false },
      currency: { type: DataTypes.STRING(3), allowNull: false, defaultValue: 'USD' },
      status: { type: DataTypes.STRING(20), allowNull: false, validate: { isIn: [[...paymentStatuses]] } },
      provider: { type: DataTypes.STRING(20), allowNull: false, validate: { isIn: [[...paymentProviders]] } },
      transaction_id: { type: DataTypes.STRING(255) },
      payment_method: { type: DataTypes.STRING(50) },
      failure_reason: { type: DataTypes.TEXT },
      metadata: { type: DataTypes.JSONB },
      refund_amount: { type: DataTypes.DECIMAL(10, 2), allowNull: false, defaultValue: 0 },
      refunded_at: { type: DataTypes.DATE },
      owed_since: { type: DataTypes.DATE },
      created_at: { type: DataTypes.DATE, allowNull: false, defaultValue: literal('current_timestamp') },
      updated_at: { type: DataTypes.DATE, allowNull: false, defaultValue: literal('current_timestamp') },
    },
    { tableName: 'payments', timestamps: false },
  );
}
