import {
  DataTypes,
  type InferAttributes,
  type InferCreationAttributes,
  type Model,
  type ModelStatic,
  type Sequelize,
} from 'sequelize';

/** Wrong passwords for e-mails that are nobody's of the staff, counted like theirs. No role may read it. */
export interface LoginAttempt extends Model<InferAttributes<LoginAttempt>, InferCreationAttributes<LoginAttempt>> {
  email_hash: Buffer;
  failed_logins: number;
  locked_until: Date | null;
  last_at: Date;
}

export function defineLoginAttempt(sequelize: Sequelize): ModelStatic<LoginAttempt> {
  return sequelize.define<LoginAttempt>(
    'LoginAttempt',
    {
      email_hash: { type: DataTypes.BLOB, primaryKey: true, allowNull: false },
      failed_logins: { type: DataTypes.INTEGER, allowNull: false },
      locked_until: { type: DataTypes.DATE },
      last_at: { type: DataTypes.DATE, allowNull: false },
    },
    { tableName: 'login_attempts', timestamps: false },
  );
}
