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

/** Which operation put back which; written by begin_undo(). */
export interface OperationUndo extends Model<InferAttributes<OperationUndo>, InferCreationAttributes<OperationUndo>> {
  operation_id: string;
  undone_operation_id: string;
  undone_by: string | null;
  undone_at: CreationOptional<Date>;
  undoer?: NonAttribute<User>;
}

export function defineOperationUndo(sequelize: Sequelize): ModelStatic<OperationUndo> {
  return sequelize.define<OperationUndo>(
    'OperationUndo',
    {
      operation_id: { type: DataTypes.UUID, primaryKey: true, allowNull: false },
      undone_operation_id: { type: DataTypes.UUID, allowNull: false },
      undone_by: { type: DataTypes.UUID, references: { model: 'users', key: 'id' } },
      undone_at: { type: DataTypes.DATE, allowNull: false, defaultValue: literal('current_timestamp') },
    },
    { tableName: 'operation_undos', timestamps: false },
  );
}
