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

/** token_hash is for the sign-in functions alone: it is left out of every find. */
export interface UserSession extends Model<InferAttributes<UserSession>, InferCreationAttributes<UserSession>> {
  id: CreationOptional<string>;
  user_id: string;
  token_hash: Buffer;
  client: string | null;
  created_at: CreationOptional<Date>;
  last_seen_at: CreationOptional<Date>;
  expires_at: Date;
  revoked_at: Date | null;
  user?: NonAttribute<User>;
}

export function defineUserSession(sequelize: Sequelize): ModelStatic<UserSession> {
  return sequelize.define<UserSession>(
    'UserSession',
    {
      id: { type: DataTypes.UUID, primaryKey: true, allowNull: false, defaultValue: literal('gen_random_uuid()') },
      user_id: { type: DataTypes.UUID, allowNull: false, references: { model: 'users', key: 'id' } },
      token_hash: { type: DataTypes.BLOB, allowNull: false },
      client: { type: DataTypes.TEXT },
      created_at: { type: DataTypes.DATE, allowNull: false, defaultValue: literal('current_timestamp') },
      last_seen_at: { type: DataTypes.DATE, allowNull: false, defaultValue: literal('current_timestamp') },
      expires_at: { type: DataTypes.DATE, allowNull: false },
      revoked_at: { type: DataTypes.DATE },
    },
    { tableName: 'user_sessions', timestamps: false, defaultScope: { attributes: { exclude: ['token_hash'] } } },
  );
}
