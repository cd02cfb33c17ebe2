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
import { type RefundStatus, refundStatuses } from '../src/domain/order-status.ts';
import { type PaymentProvider, paymentProviders } from '../src/domain/stored-values.ts';
import type { Payment } from './payment.ts';
import type { User } from './user.ts';

export interface Refund extends Model<InferAttributes<Refund>, InferCreationAttributes<Refund>> {
  id: CreationOptional<string>;
  payment_id: string;
  amount: string;
  reason: string;
  status: CreationOptional<RefundStatus>;
  provider: PaymentProvider;
  provider_reference: string | null;
  lines: unknown[] | null;
  requested_by: CreationOptional<string | null>;
  created_at: CreationOptional<Date>;
  updated_at: CreationOptional<Date>;
  completed_at: Date | null;
  failure_reason: string | null;
  attempts: CreationOptional<number>;
  claimed_until: Date | null;
  payment?: NonAttribute<Payment>;
  requester?: NonAttribute<User>;
}

export function defineRefund(sequelize: Sequelize): ModelStatic<Refund> {
  return sequelize.define<Refund>(
    'Refund',
    {
      id: { type: DataTypes.UUID, primaryKey: true, allowNull: false, defaultValue: literal('gen_random_uuid()') },
      payment_id: { type: DataTypes.UUID, allowNull: false, references: { model: 'payments', key: 'id' } },
      amount: { type: DataTypes.DECIMAL(10, 2), allowNull: false },
      reason: { type: DataTypes.TEXT, allowNull: false },
      status: {
        type: DataTypes.STRING(20),
        allowNull: false,
        defaultValue: 'REQUESTED',
        validate: { isIn: [[...refundStatuses]] },
      },
      provider: { type: DataTypes.STRING(20), allowNull: false, validate: { isIn: [[...paymentProviders]] } },
      provider_reference: { type: DataTypes.STRING(255) },
      lines: { type: DataTypes.JSONB },
      requested_by: {
        type: DataTypes.UUID,
        defaultValue: literal('current_user_id()'),
        references: { model: 'users', key: 'id' },
      },
      created_at: { type: DataTypes.DATE, allowNull: false, defaultValue: literal('current_timestamp') },
      updated_at: { type: DataTypes.DATE, allowNull: false, defaultValue: literal('current_timestamp') },
      completed_at: { type: DataTypes.DATE },
      failure_reason: { type: DataTypes.TEXT },
      attempts: { type: DataTypes.INTEGER, allowNull: false, defaultValue: 0 },
      claimed_until: { type: DataTypes.DATE },
    },
    { tableName: 'refunds', timestamps: false },
  );
}
