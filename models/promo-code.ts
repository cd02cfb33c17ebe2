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
import { type PromoType, promoTypes } from '../src/domain/order-status.ts';
import type { Order } from './order.ts';
import type { PromoUsage } from './promo-usage.ts';

export interface PromoCode extends Model<InferAttributes<PromoCode>, InferCreationAttributes<PromoCode>> {
  id: CreationOptional<string>;
  code: string;
  description: string | null;
  discount_type: PromoType;
  discount_value: string;
  minimum_order: CreationOptional<string>;
  max_uses: number | null;
  current_uses: CreationOptional<number>;
  valid_from: Date | null;
  valid_until: Date | null;
  is_active: CreationOptional<boolean>;
  version: CreationOptional<number>;
  created_at: CreationOptional<Date>;
  orders?: NonAttribute<Order[]>;
  usages?: NonAttribute<PromoUsage[]>;
  used_in?: NonAttribute<Order[]>;
}

export function definePromoCode(sequelize: Sequelize): ModelStatic<PromoCode> {
  return sequelize.define<PromoCode>(
    'PromoCode',
    {
      id: { type: DataTypes.UUID, primaryKey: true, allowNull: false, defaultValue: literal('gen_random_uuid()') },
      code: { type: DataTypes.STRING(50), allowNull: false },
      description: { type: DataTypes.TEXT },
      discount_type: { type: DataTypes.STRING(20), allowNull: false, validate: { isIn: [[...promoTypes]] } },
      discount_value: { type: DataTypes.DECIMAL(10, 2), allowNull: false },
      minimum_order: { type: DataTypes.DECIMAL(10, 2), allowNull: false, defaultValue: 0 },
      max_uses: { type: DataTypes.INTEGER },
      current_uses: { type: DataTypes.INTEGER, allowNull: false, defaultValue: 0 },
      valid_from: { type: DataTypes.DATE },
      valid_until: { type: DataTypes.DATE },
      is_active: { type: DataTypes.BOOLEAN, allowNull: false, defaultValue: true },
      version: { type: DataTypes.INTEGER, allowNull: false, defaultValue: 1 },
      created_at: { type: DataTypes.DATE, allowNull: false, defaultValue: literal('current_timestamp') },
    },
    { tableName: 'promo_codes', timestamps: false },
  );
}
