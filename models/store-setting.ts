import {
  DataTypes,
  literal,
  type CreationOptional,
  type InferAttributes,
  type InferCreationAttributes,
  type Model,
  type ModelStatic,
  type Sequelize,
} from 'sequelize';

export interface StoreSetting extends Model<InferAttributes<StoreSetting>, InferCreationAttributes<StoreSetting>> {
  key: string;
  value: unknown;
  updated_at: CreationOptional<Date>;
}

export function defineStoreSetting(sequelize: Sequelize): ModelStatic<StoreSetting> {
  return sequelize.define<StoreSetting>(
    'StoreSetting',
    {
      key: { type: DataTypes.TEXT, primaryKey: true, allowNull: false },
      value: { type: DataTypes.JSONB, allowNull: false },
      updated_at: { type: DataTypes.DATE, allowNull: false, defaultValue: literal('current_timestamp') },
    },
    { tableName: 'store_settings', timestamps: false },
  );
}
