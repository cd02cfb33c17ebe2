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
import type { User } from './user.ts';

/** Which record a terminal has open; counts as long as `until` lies ahead. Written by be_present alone. */
export interface Presence extends Model<InferAttributes<Presence>, InferCreationAttributes<Presence>> {
  terminal: string;
  user_id: string;
  kind: string;
  record: string;
  since: CreationOptional<Date>;
  until: Date;
  user?: NonAttribute<User>;
}

export function definePresence(sequelize: Sequelize): ModelStatic<Presence> {
  return sequelize.define<Presence>(
    'Presence',
    {
      terminal: { type: DataTypes.UUID, primaryKey: true, allowNull: false },
      user_id: { type: DataTypes.UUID, allowNull: false, references: { model: 'users', key: 'id' } },
      kind: { type: DataTypes.STRING(40), allowNull: false },
      record: { type: DataTypes.STRING(255), allowNull: false },
      since: { type: DataTypes.DATE, allowNull: false, defaultValue: literal('clock_timestamp()') },
      until: { type: DataTypes.DATE, allowNull: false },
    },
    { tableName: 'presence', timestamps: false },
  );
}
