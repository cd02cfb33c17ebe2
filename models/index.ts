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
import { defineLoginAttempt, type LoginAttempt } from './login-attempt.ts';
import { defineOperationResult, type OperationResult } from './operation-result.ts';
import { defineBackupRun, type BackupRun } from './backup-run.ts';
import { defineOperationUndo, type OperationUndo } from './operation-undo.ts';
import { defineOrder, type Order } from './order.ts';
import { defineOrderItem, type OrderItem } from './order-item.ts';
import { defineOrderNote, type OrderNote } from './order-note.ts';
import { defineOrderRegistry, type OrderRegistry } from './order-registry.ts';
import { defineOrderReturn, type OrderReturn } from './order-return.ts';
import { defineOrderStatusHistory, type OrderStatusHistory } from './order-status-history.ts';
import { defineOrderStatusTransition, type OrderStatusTransition } from './order-status-transition.ts';
import { definePayment, type Payment } from './payment.ts';
import { definePresence, type Presence } from './presence.ts';
import { defineProduct, type Product } from './product.ts';
import { defineProductAttribute, type ProductAttribute } from './product-attribute.ts';
import { defineProductImage, type ProductImage } from './product-image.ts';
import { defineArticleCode, type ArticleCode } from './article-code.ts';
import { defineProductSearch, type ProductSearch } from './product-search.ts';
import { defineProductStats, type ProductStats } from './product-stats.ts';
import { defineProductVariant, type ProductVariant } from './product-variant.ts';
import { defineProductVersion, type ProductVersion } from './product-version.ts';
import { definePromoCode, type PromoCode } from './promo-code.ts';
import { definePromoUsage, type PromoUsage } from './promo-usage.ts';
import { defineRefund, type Refund } from './refund.ts';
import { defineReturnItem, type ReturnItem } from './return-item.ts';
import { defineReview, type Review } from './review.ts';
import { defineShipment, type Shipment } from './shipment.ts';
import { defineShipmentItem, type ShipmentItem } from './shipment-item.ts';
import { defineStockCount, type StockCount } from './stock-count.ts';
import { defineStockCountLine, type StockCountLine } from './stock-count-line.ts';
import { defineStockReservation, type StockReservation } from './stock-reservation.ts';
import { defineStoreSetting, type StoreSetting } from './store-setting.ts';
import { defineUser, type User } from './user.ts';
import { defineUserInvitation, type UserInvitation } from './user-invitation.ts';
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
  readonly LoginAttempt: ModelStatic<LoginAttempt>;
  readonly OperationResult: ModelStatic<OperationResult>;
  readonly BackupRun: ModelStatic<BackupRun>;
  readonly OperationUndo: ModelStatic<OperationUndo>;
  readonly Order: ModelStatic<Order>;
  readonly OrderItem: ModelStatic<OrderItem>;
  readonly OrderNote: ModelStatic<OrderNote>;
  readonly OrderRegistry: ModelStatic<OrderRegistry>;
  readonly OrderReturn: ModelStatic<OrderReturn>;
  readonly OrderStatusHistory: ModelStatic<OrderStatusHistory>;
  readonly OrderStatusTransition: ModelStatic<OrderStatusTransition>;
  readonly Payment: ModelStatic<Payment>;
  readonly Presence: ModelStatic<Presence>;
  readonly Product: ModelStatic<Product>;
  readonly ProductAttribute: ModelStatic<ProductAttribute>;
  readonly ProductImage: ModelStatic<ProductImage>;
  readonly ArticleCode: ModelStatic<ArticleCode>;
  readonly ProductSearch: ModelStatic<ProductSearch>;
  readonly ProductStats: ModelStatic<ProductStats>;
  readonly ProductVariant: ModelStatic<ProductVariant>;
  readonly ProductVersion: ModelStatic<ProductVersion>;
  readonly PromoCode: ModelStatic<PromoCode>;
  readonly PromoUsage: ModelStatic<PromoUsage>;
  readonly Refund: ModelStatic<Refund>;
  readonly ReturnItem: ModelStatic<ReturnItem>;
  readonly Review: ModelStatic<Review>;
  readonly Shipment: ModelStatic<Shipment>;
  readonly ShipmentItem: ModelStatic<ShipmentItem>;
  readonly StockCount: ModelStatic<StockCount>;
  readonly StockCountLine: ModelStatic<StockCountLine>;
  readonly StockReservation: ModelStatic<StockReservation>;
  readonly StoreSetting: ModelStatic<StoreSetting>;
  readonly User: ModelStatic<User>;
  readonly UserInvitation: ModelStatic<UserInvitation>;
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
    LoginAttempt: defineLoginAttempt(sequelize),
    OperationResult: defineOperationResult(sequelize),
    BackupRun: defineBackupRun(sequelize),
    OperationUndo: defineOperationUndo(sequelize),
    Order: defineOrder(sequelize),
    OrderItem: defineOrderItem(sequelize),
    OrderNote: defineOrderNote(sequelize),
    OrderRegistry: defineOrderRegistry(sequelize),
    OrderReturn: defineOrderReturn(sequelize),
    OrderStatusHistory: defineOrderStatusHistory(sequelize),
    OrderStatusTransition: defineOrderStatusTransition(sequelize),
    Payment: definePayment(sequelize),
    Presence: definePresence(sequelize),
    Product: defineProduct(sequelize),
    ProductAttribute: defineProductAttribute(sequelize),
    ProductImage: defineProductImage(sequelize),
    ArticleCode: defineArticleCode(sequelize),
    ProductSearch: defineProductSearch(sequelize),
    ProductStats: defineProductStats(sequelize),
    ProductVariant: defineProductVariant(sequelize),
    ProductVersion: defineProductVersion(sequelize),
    PromoCode: definePromoCode(sequelize),
    PromoUsage: definePromoUsage(sequelize),
    Refund: defineRefund(sequelize),
    ReturnItem: defineReturnItem(sequelize),
    Review: defineReview(sequelize),
    Shipment: defineShipment(sequelize),
    ShipmentItem: defineShipmentItem(sequelize),
    StockCount: defineStockCount(sequelize),
    StockCountLine: defineStockCountLine(sequelize),
    StockReservation: defineStockReservation(sequelize),
    StoreSetting: defineStoreSetting(sequelize),
    User: defineUser(sequelize),
    UserInvitation: defineUserInvitation(sequelize),
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
  LoginAttempt,
  OperationResult,
  BackupRun,
  OperationUndo,
  Order,
  OrderItem,
  OrderNote,
  OrderRegistry,
  OrderReturn,
  OrderStatusHistory,
  OrderStatusTransition,
  Payment,
  Presence,
  Product,
  ProductAttribute,
  ProductImage,
  ProductStats,
  ProductVariant,
  ProductVersion,
  PromoCode,
  PromoUsage,
  Refund,
  ReturnItem,
  Review,
  Shipment,
  ShipmentItem,
  StockCount,
  StockCountLine,
  StockReservation,
  StoreSetting,
  User,
  UserInvitation,
  UserSession,
  Warehouse,
  WishlistItem,
};
