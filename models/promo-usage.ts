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
import type { Order } from './order.ts';
import type { PromoCode } from './promo-code.ts';
import type { User } from './user.ts';
import { filledByTrigger } from './columns.ts';

/** Written by trigger from orders.promo_code_id. */
export interface PromoUsage extends Model<InferAttributes<PromoUsage>, InferCreationAttributes<PromoUsage>> {
  id: CreationOptional<string>;
  promo_code_id: string;
  order_id: string;
  order_created_at: CreationOptional<Date>;
  user_id: string;
  discount_amount: string;
  used_at: CreationOptional<Date>;
  promo_code?: NonAttribute<PromoCode>;
  order?: NonAttribute<Order>;
  customer?: NonAttribute<User>;
}

export function definePromoUsage(sequelize: Sequelize): ModelStatic<PromoUsage> {
  return sequelize.define<PromoUsage>(
    'PromoUsage',
    {
      id: { type: DataTypes.UUID, primaryKey: true, allowNull: false, defaultValue: literal('gen_random_uuid()') },
      promo_code_id: { type: DataTypes.UUID, allowNull: false, references: { model: 'promo_codes', key: 'id' } },
      order_id: { type: DataTypes.UUID, allowNull: false, references: { model: 'orders', key: 'id' } },
      order_created_at: { type: DataTypes.DATE(3), allowNull: false, defaultValue: filledByTrigger },
      user_id: { type: DataTypes.UUID, allowNull: false, references: { model: 'users', key: 'id' } },
      discount_amount: { type: DataTypes.DECIMAL(10, 2), allowNull: false },
      used_at: { type: DataTypes.DATE, allowNull: false, defaultValue: literal('current_timestamp') },
    },
    { tableName: 'promo_usage', timestamps: false },
  );
}
