import pg from 'pg';
import { toDomainError } from './errors.ts';
import { clientConfig, parseDatabaseUrl } from './url.ts';

/** One connection as the owner of the database, for upkeep: no person acts, nothing is audited. @throws Unavailable */
export async function withOwner<T>(ownerUrl: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const endpoint = parseDatabaseUrl(ownerUrl);
  const client = new pg.Client({ ...clientConfig(endpoint), application_name: 'solemate upkeep' });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await work(client);
  } catch (error) {
    throw toDomainError(error, endpoint);
  } finally {
    await client.end().catch(() => undefined);
  }
}
