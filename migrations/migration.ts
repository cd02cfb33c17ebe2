/** One step of the schema: plain SQL, run by the migrator in one transaction as the database's owner. */
export interface Migration {
  readonly name: string;
  readonly up: string | string[];
  readonly down: string | string[];
}
