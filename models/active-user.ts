import {
  DataTypes,
  type InferAttributes,
  type InferCreationAttributes,
  type Model,
  type ModelStatic,
  type Sequelize,
} from 'sequelize';
import type { Role } from '../src/domain/permissions.ts';

/** A view: people who are not archived, without password_hash. */
export interface ActiveUser extends Model<InferAttributes<ActiveUser>, InferCreationAttributes<ActiveUser>> {
  id: string;
  email: string;
  first_name: string | null;
  last_name: string | null;
  phone_number: string | null;
  phone_number_hash: Buffer | null;
  role: Role;
  is_active: boolean;
  email_verified: boolean;
  last_login_at: Date | null;
  failed_logins: number;
  locked_until: Date | null;
  version: number;
  created_at: Date;
  updated_at: Date;
  deleted_at: Date | null;
}

export function defineActiveUser(sequelize: Sequelize): ModelStatic<ActiveUser> {
  return sequelize.define<ActiveUser>(
    'ActiveUser',
    {
      id: { type: DataTypes.UUID, primaryKey: true },
      email: { type: DataTypes.STRING(255) },
      first_name: { type: DataTypes.STRING(100) },
      last_name: { type: DataTypes.STRING(100) },
      phone_number: { type: DataTypes.TEXT },
      phone_number_hash: { type: DataTypes.BLOB },
      role: { type: DataTypes.STRING(20) },
      is_active: { type: DataTypes.BOOLEAN },
      email_verified: { type: DataTypes.BOOLEAN },
      last_login_at: { type: DataTypes.DATE },
      failed_logins: { type: DataTypes.INTEGER },
      locked_until: { type: DataTypes.DATE },
      version: { type: DataTypes.INTEGER },
      created_at: { type: DataTypes.DATE },
      updated_at: { type: DataTypes.DATE },
      deleted_at: { type: DataTypes.DATE },
    },
    { tableName: 'active_users', timestamps: false },
  );
}
