import { Sequelize, Transaction } from 'sequelize';
import pg from 'pg';
import parseHstore from 'pg-hstore';
import { defineModels, type Models } from '../../../models/index.ts';
import { learnType } from './value-types.ts';

export interface Orm {
  readonly models: Models;
  /** A Sequelize transaction over a connection on which ours has already begun. */
  transactionOn(client: pg.ClientBase): Transaction;
}

/**
 * Sequelize without a pool of its own: its statements run on the connection of the transaction that acts as a person.
 * A model called without that transaction would act as nobody, so it gets no connection at all.
 */
export async function createOrm(client: pg.ClientBase): Promise<Orm> {
  const sequelize = new Sequelize({
    dialect: 'postgres',
    dialectModule: pg,
    timezone: '+00:00',
    logging: false,
  });
  sequelize.addHook('beforeConnect', () => {
    throw new Error('A model was called without { transaction }.');
  });
  const { rows } = await client.query<{ oid: number | null }>("select to_regtype('hstore')::oid as oid");
  const oid = rows[0]?.oid;
  if (oid) learnType(oid, (text) => readHstore(text));
  return {
    models: defineModels(sequelize),
    transactionOn(connection) {
      const transaction = new Transaction(sequelize, {});
      Object.assign(transaction, { connection });
      return transaction;
    },
  };
}

function readHstore(text: string): unknown {
  let value: unknown;
  parseHstore().parse(text, (parsed: unknown) => (value = parsed));
  return value;
}
