import { literal } from 'sequelize';

/** For columns that are NOT NULL and written by a BEFORE trigger: Sequelize must be content with a value it need not have. */
export const filledByTrigger = literal('null');

/** For columns that PostgreSQL generates or numbers: DEFAULT is all that may be said of them. */
export const computed = literal('default');

export function refuseWrite(): never {
  throw new Error('This column is computed by the database and cannot be written.');
}
