import type { ModelStatic, Sequelize } from 'sequelize';
import { defineActiveProduct, type ActiveProduct } from './active-product.ts';
import { defineActiveUser, type ActiveUser } from './active-user.ts';
import { defineAddress, type Address } from './address.ts';
import { defineAuditLog, type AuditLog } from './audit-log.ts';
import { defineBrand, type Brand } from './brand.ts';
import { defineCartItem, type CartItem } from './cart-item.ts';
import { defineCategory, type Category } from './category.ts';
import { defineInventory, type Inventory } from './inventory.ts';
import { defineInventoryTransaction, type InventoryTransaction } from './inventory-transaction.ts';
import { defineOperationResult, type OperationResult } from './operation-result.ts';
import { defineOrder, type Order } from './order.ts';
import { defineOrderItem, type OrderItem } from './order-item.ts';
import { defineOrderRegistry, type OrderRegistry } from './order-registry.ts';
import { defineOrderStatusHistory, type OrderStatusHistory } from './order-status-history.ts';
import { defineOrderStatusTransition, type OrderStatusTransition } from './order-status-transition.ts';
import { definePayment, type Payment } from './payment.ts';
import { defineProduct, type Product } from './product.ts';
import { defineProductAttribute, type ProductAttribute } from './product-attribute.ts';
import { defineProductImage, type ProductImage } from './product-image.ts';
import { defineProductStats, type ProductStats } from './product-stats.ts';
import { defineProductVariant, type ProductVariant } from './product-variant.ts';
import { defineProductVersion, type ProductVersion } from './product-version.ts';
import { definePromoCode, type PromoCode } from './promo-code.ts';
import { definePromoUsage, type PromoUsage } from './promo-usage.ts';
import { defineRefund, type Refund } from './refund.ts';
import { defineReview, type Review } from './review.ts';
import { defineShipment, type Shipment } from './shipment.ts';
import { defineShipmentItem, type ShipmentItem } from './shipment-item.ts';
import { defineStoreSetting, type StoreSetting } from './store-setting.ts';
import { defineUser, type User } from './user.ts';
import { defineUserSession, type UserSession } from './user-session.ts';
import { defineWarehouse, type Warehouse } from './warehouse.ts';
import { defineWishlistItem, type WishlistItem } from './wishlist-item.ts';
import { associate } from './associations.ts';

/** One model a table and a view; partitions of orders are reached through orders. */
export interface Models {
  readonly ActiveProduct: ModelStatic<ActiveProduct>;
  readonly ActiveUser: ModelStatic<ActiveUser>;
  readonly Address: ModelStatic<Address>;
  readonly AuditLog: ModelStatic<AuditLog>;
  readonly Brand: ModelStatic<Brand>;
  readonly CartItem: ModelStatic<CartItem>;
  readonly Category: ModelStatic<Category>;
  readonly Inventory: ModelStatic<Inventory>;
  readonly InventoryTransaction: ModelStatic<InventoryTransaction>;
  readonly OperationResult: ModelStatic<OperationResult>;
  readonly Order: ModelStatic<Order>;
  readonly OrderItem: ModelStatic<OrderItem>;
  readonly OrderRegistry: ModelStatic<OrderRegistry>;
  readonly OrderStatusHistory: ModelStatic<OrderStatusHistory>;
  readonly OrderStatusTransition: ModelStatic<OrderStatusTransition>;
  readonly Payment: ModelStatic<Payment>;
  readonly Product: ModelStatic<Product>;
  readonly ProductAttribute: ModelStatic<ProductAttribute>;
  readonly ProductImage: ModelStatic<ProductImage>;
  readonly ProductStats: ModelStatic<ProductStats>;
  readonly ProductVariant: ModelStatic<ProductVariant>;
  readonly ProductVersion: ModelStatic<ProductVersion>;
  readonly PromoCode: ModelStatic<PromoCode>;
  readonly PromoUsage: ModelStatic<PromoUsage>;
  readonly Refund: ModelStatic<Refund>;
  readonly Review: ModelStatic<Review>;
  readonly Shipment: ModelStatic<Shipment>;
  readonly ShipmentItem: ModelStatic<ShipmentItem>;
  readonly StoreSetting: ModelStatic<StoreSetting>;
  readonly User: ModelStatic<User>;
  readonly UserSession: ModelStatic<UserSession>;
  readonly Warehouse: ModelStatic<Warehouse>;
  readonly WishlistItem: ModelStatic<WishlistItem>;
}

/** The models of one Sequelize; nothing is kept outside of it. Columns and types only: the rules live in the database. */
export function defineModels(sequelize: Sequelize): Models {
  const models: Models = {
    ActiveProduct: defineActiveProduct(sequelize),
    ActiveUser: defineActiveUser(sequelize),
    Address: defineAddress(sequelize),
    AuditLog: defineAuditLog(sequelize),
    Brand: defineBrand(sequelize),
    CartItem: defineCartItem(sequelize),
    Category: defineCategory(sequelize),
    Inventory: defineInventory(sequelize),
    InventoryTransaction: defineInventoryTransaction(sequelize),
    OperationResult: defineOperationResult(sequelize),
    Order: defineOrder(sequelize),
    OrderItem: defineOrderItem(sequelize),
    OrderRegistry: defineOrderRegistry(sequelize),
    OrderStatusHistory: defineOrderStatusHistory(sequelize),
    OrderStatusTransition: defineOrderStatusTransition(sequelize),
    Payment: definePayment(sequelize),
    Product: defineProduct(sequelize),
    ProductAttribute: defineProductAttribute(sequelize),
    ProductImage: defineProductImage(sequelize),
    ProductStats: defineProductStats(sequelize),
    ProductVariant: defineProductVariant(sequelize),
    ProductVersion: defineProductVersion(sequelize),
    PromoCode: definePromoCode(sequelize),
    PromoUsage: definePromoUsage(sequelize),
    Refund: defineRefund(sequelize),
    Review: defineReview(sequelize),
    Shipment: defineShipment(sequelize),
    ShipmentItem: defineShipmentItem(sequelize),
    StoreSetting: defineStoreSetting(sequelize),
    User: defineUser(sequelize),
    UserSession: defineUserSession(sequelize),
    Warehouse: defineWarehouse(sequelize),
    WishlistItem: defineWishlistItem(sequelize),
  };
  associate(models);
  return models;
}

export type {
  ActiveProduct,
  ActiveUser,
  Address,
  AuditLog,
  Brand,
  CartItem,
  Category,
  Inventory,
  InventoryTransaction,
  OperationResult,
  Order,
  OrderItem,
  OrderRegistry,
  OrderStatusHistory,
  OrderStatusTransition,
  Payment,
  Product,
  ProductAttribute,
  ProductImage,
  ProductStats,
  ProductVariant,
  ProductVersion,
  PromoCode,
  PromoUsage,
  Refund,
  Review,
  Shipment,
  ShipmentItem,
  StoreSetting,
  User,
  UserSession,
  Warehouse,
  WishlistItem,
};
