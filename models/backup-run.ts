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

/** A restore drill, or a copy of the store for trying out. */
export interface BackupRun extends Model<InferAttributes<BackupRun>, InferCreationAttributes<BackupRun>> {
  id: string;
  kind: 'DRILL' | 'COPY';
  status: CreationOptional<'RUNNING' | 'COMPLETED' | 'FAILED' | 'INTERRUPTED'>;
  target: Date | null;
  directory: string | null;
  backup_label: string | null;
  figures: object | null;
  message: string | null;
  started_by: CreationOptional<string | null>;
  started_at: CreationOptional<Date>;
  finished_at: Date | null;
  starter?: NonAttribute<User>;
}

export function defineBackupRun(sequelize: Sequelize): ModelStatic<BackupRun> {
  return sequelize.define<BackupRun>(
    'BackupRun',
    {
      id: { type: DataTypes.UUID, primaryKey: true, allowNull: false },
      kind: { type: DataTypes.STRING(20), allowNull: false, validate: { isIn: [['DRILL', 'COPY']] } },
      status: {
        type: DataTypes.STRING(20),
        allowNull: false,
        defaultValue: 'RUNNING',
        validate: { isIn: [['RUNNING', 'COMPLETED', 'FAILED', 'INTERRUPTED']] },
      },
      target: { type: DataTypes.DATE },
      directory: { type: DataTypes.TEXT },
      backup_label: { type: DataTypes.TEXT },
      figures: { type: DataTypes.JSONB },
      message: { type: DataTypes.TEXT },
      started_by: {
        type: DataTypes.UUID,
        references: { model: 'users', key: 'id' },
        defaultValue: literal('current_user_id()'),
      },
      started_at: { type: DataTypes.DATE, allowNull: false, defaultValue: literal('current_timestamp') },
      finished_at: { type: DataTypes.DATE },
    },
    { tableName: 'backup_runs', timestamps: false },
  );
}
