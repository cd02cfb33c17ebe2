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
import { type ReviewStatus, reviewStatuses } from '../src/domain/order-status.ts';
import type { Order } from './order.ts';
import type { Product } from './product.ts';
import type { User } from './user.ts';

export interface Review extends Model<InferAttributes<Review>, InferCreationAttributes<Review>> {
  id: CreationOptional<string>;
  product_id: string;
  user_id: string;
  order_id: string | null;
  order_created_at: Date | null;
  rating: number;
  title: string | null;
  comment: string | null;
  images: string[] | null;
  is_verified: CreationOptional<boolean>;
  helpful_count: CreationOptional<number>;
  status: CreationOptional<ReviewStatus>;
  rejection_reason: string | null;
  moderated_by: string | null;
  moderated_at: Date | null;
  created_at: CreationOptional<Date>;
  updated_at: CreationOptional<Date>;
  product?: NonAttribute<Product>;
  author?: NonAttribute<User>;
  order?: NonAttribute<Order>;
  moderator?: NonAttribute<User>;
}

export function defineReview(sequelize: Sequelize): ModelStatic<Review> {
  return sequelize.define<Review>(
    'Review',
    {
      id: { type: DataTypes.UUID, primaryKey: true, allowNull: false, defaultValue: literal('gen_random_uuid()') },
      product_id: { type: DataTypes.UUID, allowNull: false, references: { model: 'products', key: 'id' } },
      user_id: { type: DataTypes.UUID, allowNull: false, references: { model: 'users', key: 'id' } },
      order_id: { type: DataTypes.UUID, references: { model: 'orders', key: 'id' } },
      order_created_at: { type: DataTypes.DATE(3) },
      rating: { type: DataTypes.INTEGER, allowNull: false },
      title: { type: DataTypes.STRING(255) },
      comment: { type: DataTypes.TEXT },
      images: { type: DataTypes.ARRAY(DataTypes.TEXT) },
      is_verified: { type: DataTypes.BOOLEAN, allowNull: false, defaultValue: false },
      helpful_count: { type: DataTypes.INTEGER, allowNull: false, defaultValue: 0 },
      status: {
        type: DataTypes.STRING(20),
        allowNull: false,
        defaultValue: 'PENDING',
        validate: { isIn: [[...reviewStatuses]] },
      },
      rejection_reason: { type: DataTypes.TEXT },
      moderated_by: { type: DataTypes.UUID, references: { model: 'users', key: 'id' } },
      moderated_at: { type: DataTypes.DATE },
      created_at: { type: DataTypes.DATE, allowNull: false, defaultValue: literal('current_timestamp') },
      updated_at: { type: DataTypes.DATE, allowNull: false, defaultValue: literal('current_timestamp') },
    },
    { tableName: 'reviews', timestamps: false },
  );
}
