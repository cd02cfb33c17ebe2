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

/** A one-time token to set a password with. Its hash is for the sign-in functions alone: it is left out of every find. */
export interface UserInvitation extends Model<
  InferAttributes<UserInvitation>,
  InferCreationAttributes<UserInvitation>
> {
  id: CreationOptional<string>;
  user_id: string;
  token_hash: Buffer;
  kind: 'INVITE' | 'RESET';
  created_by: CreationOptional<string | null>;
  created_at: CreationOptional<Date>;
  expires_at: CreationOptional<Date>;
  used_at: Date | null;
  revoked_at: Date | null;
  user?: NonAttribute<User>;
}

export function defineUserInvitation(sequelize: Sequelize): ModelStatic<UserInvitation> {
  return sequelize.define<UserInvitation>(
    'UserInvitation',
    {
      id: { type: DataTypes.UUID, primaryKey: true, allowNull: false, defaultValue: literal('gen_random_uuid()') },
      user_id: { type: DataTypes.UUID, allowNull: false, references: { model: 'users', key: 'id' } },
      token_hash: { type: DataTypes.BLOB, allowNull: false },
      kind: { type: DataTypes.STRING(10), allowNull: false },
      created_by: {
        type: DataTypes.UUID,
        defaultValue: literal('current_user_id()'),
        references: { model: 'users', key: 'id' },
      },
      created_at: { type: DataTypes.DATE, allowNull: false, defaultValue: literal('current_timestamp') },
      expires_at: {
        type: DataTypes.DATE,
        allowNull: false,
        defaultValue: literal("(now() + '72:00:00'::interval)"),
      },
      used_at: { type: DataTypes.DATE },
      revoked_at: { type: DataTypes.DATE },
    },
    { tableName: 'user_invitations', timestamps: false, defaultScope: { attributes: { exclude: ['token_hash'] } } },
  );
}
