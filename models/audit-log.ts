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
import { type AuditAction, auditActions } from '../src/domain/stored-values.ts';
import type { User } from './user.ts';

/** Written by trigger. */
export interface AuditLog extends Model<InferAttributes<AuditLog>, InferCreationAttributes<AuditLog>> {
  id: CreationOptional<string>;
  table_name: string;
  record_id: string;
  action: AuditAction;
  old_values: Record<string, unknown> | null;
  new_values: Record<string, unknown> | null;
  changed_by: string | null;
  changed_at: CreationOptional<Date>;
  operation: string | null;
  operation_id: string | null;
  reason: string | null;
  client: Record<string, string | null> | null;
  /** In which order the rows of one transaction were written. */
  sequence_number: CreationOptional<string | null>;
  changer?: NonAttribute<User>;
}

export function defineAuditLog(sequelize: Sequelize): ModelStatic<AuditLog> {
  return sequelize.define<AuditLog>(
    'AuditLog',
    {
      id: { type: DataTypes.UUID, primaryKey: true, allowNull: false, defaultValue: literal('gen_random_uuid()') },
      table_name: { type: DataTypes.STRING(50), allowNull: false },
      record_id: { type: DataTypes.UUID, allowNull: false },
      action: { type: DataTypes.STRING(20), allowNull: false, validate: { isIn: [[...auditActions]] } },
      old_values: { type: DataTypes.JSONB },
      new_values: { type: DataTypes.JSONB },
      changed_by: { type: DataTypes.UUID, references: { model: 'users', key: 'id' } },
      changed_at: { type: DataTypes.DATE, allowNull: false, defaultValue: literal('current_timestamp') },
      operation: { type: DataTypes.STRING(100) },
      operation_id: { type: DataTypes.UUID },
      reason: { type: DataTypes.TEXT },
      client: { type: DataTypes.HSTORE },
      sequence_number: {
        type: DataTypes.BIGINT,
        defaultValue: literal("nextval('audit_logs_sequence_number_seq'::regclass)"),
      },
    },
    { tableName: 'audit_logs', timestamps: false },
  );
}
