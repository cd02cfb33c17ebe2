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
import { type Role, roles } from '../src/domain/permissions.ts';
import type { Address } from './address.ts';
import type { AuditLog } from './audit-log.ts';
import type { CartItem } from './cart-item.ts';
import type { InventoryTransaction } from './inventory-transaction.ts';
import type { OperationResult } from './operation-result.ts';
import type { Order } from './order.ts';
import type { OrderStatusHistory } from './order-status-history.ts';
import type { Payment } from './payment.ts';
import type { Product } from './product.ts';
import type { ProductVersion } from './product-version.ts';
import type { PromoUsage } from './promo-usage.ts';
import type { Refund } from './refund.ts';
import type { Review } from './review.ts';
import type { Shipment } from './shipment.ts';
import type { UserInvitation } from './user-invitation.ts';
import type { UserSession } from './user-session.ts';
import type { WishlistItem } from './wishlist-item.ts';

/** Nobody reads password_hash but the sign-in functions: it is left out of every find, and `returning` must name columns. */
export interface User extends Model<InferAttributes<User>, InferCreationAttributes<User>> {
  id: CreationOptional<string>;
  email: string;
  password_hash: CreationOptional<string>;
  first_name: string | null;
  last_name: string | null;
  phone_number: string | null;
  phone_number_hash: Buffer | null;
  role: CreationOptional<Role>;
  is_active: CreationOptional<boolean>;
  email_verified: CreationOptional<boolean>;
  last_login_at: Date | null;
  failed_logins: CreationOptional<number>;
  locked_until: Date | null;
  version: CreationOptional<number>;
  created_at: CreationOptional<Date>;
  updated_at: CreationOptional<Date>;
  deleted_at: Date | null;
  addresses?: NonAttribute<Address[]>;
  sessions?: NonAttribute<UserSession[]>;
  invitations?: NonAttribute<UserInvitation[]>;
  product_versions?: NonAttribute<ProductVersion[]>;
  orders?: NonAttribute<Order[]>;
  assigned_orders?: NonAttribute<Order[]>;
  status_changes?: NonAttribute<OrderStatusHistory[]>;
  payments?: NonAttribute<Payment[]>;
  requested_refunds?: NonAttribute<Refund[]>;
  created_shipments?: NonAttribute<Shipment[]>;
  promo_usages?: NonAttribute<PromoUsage[]>;
  reviews?: NonAttribute<Review[]>;
  moderated_reviews?: NonAttribute<Review[]>;
  cart_items?: NonAttribute<CartItem[]>;
  wishlist_items?: NonAttribute<WishlistItem[]>;
  inventory_transactions?: NonAttribute<InventoryTransaction[]>;
  audit_logs?: NonAttribute<AuditLog[]>;
  operation_results?: NonAttribute<OperationResult[]>;
  cart_products?: NonAttribute<Product[]>;
  wished_products?: NonAttribute<Product[]>;
}

export function defineUser(sequelize: Sequelize): ModelStatic<User> {
  return sequelize.define<User>(
    'User',
    {
      id: { type: DataTypes.UUID, primaryKey: true, allowNull: false, defaultValue: literal('gen_random_uuid()') },
      email: { type: DataTypes.STRING(255), allowNull: false },
      password_hash: { type: DataTypes.STRING(255), allowNull: false, defaultValue: '!' },
      first_name: { type: DataTypes.STRING(100) },
      last_name: { type: DataTypes.STRING(100) },
      phone_number: { type: DataTypes.TEXT },
      phone_number_hash: { type: DataTypes.BLOB },
      role: {
        type: DataTypes.STRING(20),
        allowNull: false,
        defaultValue: 'customer',
        validate: { isIn: [[...roles]] },
      },
      is_active: { type: DataTypes.BOOLEAN, allowNull: false, defaultValue: true },
      email_verified: { type: DataTypes.BOOLEAN, allowNull: false, defaultValue: false },
      last_login_at: { type: DataTypes.DATE },
      failed_logins: { type: DataTypes.INTEGER, allowNull: false, defaultValue: 0 },
      locked_until: { type: DataTypes.DATE },
      version: { type: DataTypes.INTEGER, allowNull: false, defaultValue: 1 },
      created_at: { type: DataTypes.DATE, allowNull: false, defaultValue: literal('current_timestamp') },
      updated_at: { type: DataTypes.DATE, allowNull: false, defaultValue: literal('current_timestamp') },
      deleted_at: { type: DataTypes.DATE },
    },
    { tableName: 'users', timestamps: false, defaultScope: { attributes: { exclude: ['password_hash'] } } },
  );
}
