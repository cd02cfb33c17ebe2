import pg from 'pg';
import { connectionLost, toDomainError } from './errors.ts';
import { clientConfig, parseDatabaseUrl } from './url.ts';

/** One connection as the owner of the database, for upkeep: no person acts, nothing is audited. @throws Unavailable */
export async function withOwner<T>(
  ownerUrl: string,
  work: (client: pg.Client) => Promise<T>,
  name = 'upkeep',
): Promise<T> {
  const endpoint = parseDatabaseUrl(ownerUrl);
  const client = new pg.Client({ ...clientConfig(endpoint), application_name: `solemate ${name}` });
  let ending: Error | undefined;
  client.on('error', (error) => (ending = error));
  try {
    await client.connect();
    return await work(client);
  } catch (error) {
    // What the server said when it ended the connection tells more than that it is gone.
    throw toDomainError(connectionLost(error) ? (ending ?? error) : error, endpoint);
  } finally {
    await client.end().catch(() => undefined);
  }
}
