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
import type { Brand } from './brand.ts';
import type { CartItem } from './cart-item.ts';
import type { Category } from './category.ts';
import type { Inventory } from './inventory.ts';
import type { Order } from './order.ts';
import type { OrderItem } from './order-item.ts';
import type { ProductAttribute } from './product-attribute.ts';
import type { ProductImage } from './product-image.ts';
import type { ProductSearch } from './product-search.ts';
import type { ProductStats } from './product-stats.ts';
import type { ProductVariant } from './product-variant.ts';
import type { ProductVersion } from './product-version.ts';
import type { Review } from './review.ts';
import type { User } from './user.ts';
import type { WishlistItem } from './wishlist-item.ts';
import { computed, refuseWrite } from './columns.ts';

export interface Product extends Model<
  InferAttributes<Product>,
  InferCreationAttributes<Product, { omit: 'search_vector' }>
> {
  id: CreationOptional<string>;
  sku: string;
  name: string;
  slug: string;
  description: string | null;
  category_id: string | null;
  brand_id: string | null;
  price: string;
  compare_price: string | null;
  cost: string | null;
  barcode: string | null;
  weight: string | null;
  is_active: CreationOptional<boolean>;
  tags: string[] | null;
  meta_title: string | null;
  meta_description: string | null;
  review_count: CreationOptional<number>;
  avg_rating: string | null;
  search_vector: string;
  version: CreationOptional<number>;
  created_at: CreationOptional<Date>;
  updated_at: CreationOptional<Date>;
  deleted_at: Date | null;
  category?: NonAttribute<Category>;
  brand?: NonAttribute<Brand>;
  variants?: NonAttribute<ProductVariant[]>;
  images?: NonAttribute<ProductImage[]>;
  product_attributes?: NonAttribute<ProductAttribute[]>;
  versions?: NonAttribute<ProductVersion[]>;
  order_items?: NonAttribute<OrderItem[]>;
  reviews?: NonAttribute<Review[]>;
  cart_items?: NonAttribute<CartItem[]>;
  wishlist_items?: NonAttribute<WishlistItem[]>;
  inventory?: NonAttribute<Inventory[]>;
  stats?: NonAttribute<ProductStats>;
  search?: NonAttribute<ProductSearch>;
  cart_users?: NonAttribute<User[]>;
  wishing_users?: NonAttribute<User[]>;
  orders?: NonAttribute<Order[]>;
}

export function defineProduct(sequelize: Sequelize): ModelStatic<Product> {
  return sequelize.define<Product>(
    'Product',
    {
      id: { type: DataTypes.UUID, primaryKey: true, allowNull: false, defaultValue: literal('gen_random_uuid()') },
      sku: { type: DataTypes.STRING(100), allowNull: false },
      name: { type: DataTypes.STRING(255), allowNull: false },
      slug: { type: DataTypes.STRING(255), allowNull: false },
      description: { type: DataTypes.TEXT },
      category_id: { type: DataTypes.UUID, references: { model: 'categories', key: 'id' } },
      brand_id: { type: DataTypes.UUID, references: { model: 'brands', key: 'id' } },
      price: { type: DataTypes.DECIMAL(10, 2), allowNull: false },
      compare_price: { type: DataTypes.DECIMAL(10, 2) },
      cost: { type: DataTypes.DECIMAL(10, 2) },
      barcode: { type: DataTypes.STRING(50) },
      weight: { type: DataTypes.DECIMAL(10, 3) },
      is_active: { type: DataTypes.BOOLEAN, allowNull: false, defaultValue: true },
      tags: { type: DataTypes.ARRAY(DataTypes.TEXT) },
      meta_title: { type: DataTypes.STRING(255) },
      meta_description: { type: DataTypes.TEXT },
      review_count: { type: DataTypes.INTEGER, allowNull: false, defaultValue: 0 },
      avg_rating: { type: DataTypes.DECIMAL(3, 2) },
      search_vector: { type: DataTypes.TSVECTOR, allowNull: false, defaultValue: computed, set: refuseWrite },
      version: { type: DataTypes.INTEGER, allowNull: false, defaultValue: 1 },
      created_at: { type: DataTypes.DATE, allowNull: false, defaultValue: literal('current_timestamp') },
      updated_at: { type: DataTypes.DATE, allowNull: false, defaultValue: literal('current_timestamp') },
      deleted_at: { type: DataTypes.DATE },
    },
    { tableName: 'products', timestamps: false },
  );
}
