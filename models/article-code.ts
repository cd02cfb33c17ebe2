import {
  DataTypes,
  type InferAttributes,
  type InferCreationAttributes,
  type Model,
  type ModelStatic,
  type NonAttribute,
  type Sequelize,
} from 'sequelize';
import type { Product } from './product.ts';

/** Every SKU and barcode, and the one product that it means; written by trigger. */
export interface ArticleCode extends Model<InferAttributes<ArticleCode>, InferCreationAttributes<ArticleCode>> {
  code: string;
  product_id: string;
  product?: NonAttribute<Product>;
}

export function defineArticleCode(sequelize: Sequelize): ModelStatic<ArticleCode> {
  return sequelize.define<ArticleCode>(
    'ArticleCode',
    {
      code: { type: DataTypes.STRING(100), primaryKey: true, allowNull: false },
      product_id: {
        type: DataTypes.UUID,
        allowNull: false,
        references: { model: 'products', key: 'id' },
      },
    },
    { tableName: 'article_codes', timestamps: false },
  );
}
