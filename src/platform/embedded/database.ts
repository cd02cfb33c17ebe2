import { newestMigration } from '../../../migrations/newest.ts';
import { buildUrl } from '../database/url.ts';
import type { Cluster } from './cluster.ts';

export const databaseName = 'solemate';

/** What the database's comment says when nothing is left to do: one look tells, from whatever version it comes. */
export const preparedMark = `ready ${newestMigration}`;

export function urlFor(cluster: Cluster, place: { host: string; port: number }, user: string): string {
  const password = cluster.password === undefined ? {} : { password: cluster.password };
  return buildUrl({ host: place.host, port: place.port, user, database: databaseName, ...password });
}
