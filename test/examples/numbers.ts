import pg from 'pg';
import type { TestDatabase } from '../helpers/database.ts';

/** Gives an order the number that the examples speak of: numbers are the database's, and nobody may change them. */
export async function renumber(db: TestDatabase, from: string, to: string): Promise<void> {
  const client = new pg.Client({ connectionString: db.superuserUrl });
  await client.connect();
  try {
    await client.query("begin; set local session_replication_role = 'replica'");
    for (const table of ['orders', 'order_registry']) {
      await client.query(`update ${table} set order_number = $2 where order_number = $1`, [from, to]);
    }
    await client.query('commit');
  } finally {
    await client.end();
  }
}
