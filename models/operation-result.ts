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

export interface OperationResult extends Model<
  InferAttributes<OperationResult>,
  InferCreationAttributes<OperationResult>
> {
  operation_id: string;
  name: string;
  actor_id: string | null;
  input_hash: Buffer | null;
  result: unknown;
  created_at: CreationOptional<Date>;
  actor?: NonAttribute<User>;
}

export function defineOperationResult(sequelize: Sequelize): ModelStatic<OperationResult> {
  return sequelize.define<OperationResult>(
    'OperationResult',
    {
      operation_id: { type: DataTypes.UUID, primaryKey: true, allowNull: false },
      name: { type: DataTypes.TEXT, allowNull: false },
      actor_id: { type: DataTypes.UUID, references: { model: 'users', key: 'id' } },
      input_hash: { type: DataTypes.BLOB },
      result: { type: DataTypes.JSON },
      created_at: { type: DataTypes.DATE, allowNull: false, defaultValue: literal('current_timestamp') },
    },
    { tableName: 'operation_results', timestamps: false },
  );
}
