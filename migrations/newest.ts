/**
 * The name of the last migration, apart from the 250 KB of SQL of them all: whoever starts compares it with what the
 * database has.
 */
export const newestMigration = '0036-orders-by-country';

/** The names of those that a database lacks, whose last one is `newest`; the SQL is read only when there are any. */
export async function migrationsAfter(newest: string): Promise<string[]> {
  if (newest >= newestMigration) return [];
  const { migrations } = await import('./index.ts');
  return migrations.map(({ name }) => name).filter((name) => name > newest);
}
