import { readFileSync } from 'node:fs';
import type { ConnectionOptions } from 'node:tls';
import type { ClientConfig } from 'pg';
import { InvalidInput } from '../../domain/errors.ts';
import { errorCode } from '../errno.ts';

/** Where a database is and who we are there; the password is in it, so it is never printed (see `describe`). */
export interface Endpoint {
  /** A name, an address, or the directory of a Unix socket. */
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password?: string;
  readonly database: string;
  readonly ssl: false | ConnectionOptions;
  /** Seconds. */
  readonly connectTimeout: number;
}

const sslModes = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full', 'no-verify'];
const wanted = 'postgresql://user@host:5432/database';

/**
 * Reads a connection URL with libpq's meaning of host, sslmode, sslrootcert, sslcert, sslkey and connect_timeout
 * (`require` encrypts without checking the certificate unless sslrootcert is given; `prefer` does not encrypt, for the
 * driver cannot fall back).
 * @throws InvalidInput which never quotes the URL: it may hold a password
 */
export function parseDatabaseUrl(text: string, source = 'The database URL'): Endpoint {
  const bad = (problem: string) => new InvalidInput(`${source} ${problem}.`, { hint: `It looks like ${wanted}.` });
  const withHost = text.trim().replace(/^(\w+:\/\/(?:[^/@?]*@)?)(?=[/?]|$)/u, '$1socket');
  let url: URL;
  try {
    url = new URL(withHost);
  } catch {
    throw bad('is no URL');
  }
  if (!/^postgres(ql)?:$/u.test(url.protocol)) throw bad(`starts with "${url.protocol}//", not postgresql://`);
  const parameter = (name: string) => url.searchParams.get(name) ?? undefined;
  const hostInUrl = withHost === text.trim() ? decode(url.hostname.replace(/^\[(.+)\]$/u, '$1'), bad) : '';
  const database = parameter('dbname') ?? decode(url.pathname.slice(1), bad);
  if (database === '') throw bad('names no database');
  const port = Number(parameter('port') ?? (url.port || '5432'));
  if (!Number.isInteger(port) || port < 1 || port > 65535) throw bad('has no usable port');
  const password = parameter('password') ?? decode(url.password, bad);
  const timeout = Number(parameter('connect_timeout') ?? 10);
  return {
    host: parameter('host') ?? (hostInUrl === '' ? 'localhost' : hostInUrl),
    port,
    user:
      parameter('user') ??
      (url.username === '' ? (process.env['PGUSER'] ?? 'solemate_app') : decode(url.username, bad)),
    ...(password === '' ? {} : { password }),
    database,
    ssl: tlsOptions(parameter, bad),
    connectTimeout: Number.isFinite(timeout) && timeout > 0 ? timeout : 10,
  };
}

function decode(part: string, bad: (problem: string) => InvalidInput): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw bad('holds a % that starts no escape');
  }
}

function tlsOptions(
  parameter: (name: string) => string | undefined,
  bad: (problem: string) => InvalidInput,
): false | ConnectionOptions {
  const mode = parameter('sslmode') ?? process.env['PGSSLMODE'] ?? 'prefer';
  if (!sslModes.includes(mode)) throw bad(`has an unknown sslmode "${mode.slice(0, 20)}"`);
  if (['disable', 'allow', 'prefer'].includes(mode)) return false;
  const file = (name: string) => {
    const path = parameter(name);
    if (path === undefined || path === 'system') return undefined;
    try {
      return readFileSync(path);
    } catch (error) {
      const code = errorCode(error) ?? 'unreadable';
      throw bad(`names ${name}=${path}, which cannot be read (${code})`);
    }
  };
  const ca = file('sslrootcert');
  const cert = file('sslcert');
  const key = file('sslkey');
  const checked = mode.startsWith('verify') || (mode === 'require' && parameter('sslrootcert') !== undefined);
  return {
    rejectUnauthorized: checked,
    // verify-ca trusts the authority and does not compare names.
    ...(checked && mode !== 'verify-full' ? { checkServerIdentity: () => undefined } : {}),
    ...(ca ? { ca } : {}),
    ...(cert ? { cert } : {}),
    ...(key ? { key } : {}),
  };
}

export function clientConfig(endpoint: Endpoint): ClientConfig {
  const { connectTimeout, ...login } = endpoint;
  return { ...login, connectionTimeoutMillis: connectTimeout * 1000, keepAlive: true };
}

/** For people: who and where, without the password. */
export function describe(endpoint: Endpoint): string {
  const { host, port, user, database } = endpoint;
  return host.startsWith('/') ? `${user}@${host}/${database}` : `${user}@${host}:${port}/${database}`;
}

/** The URL of a database on a server of our own: through its socket's directory or over loopback, hence unencrypted. */
export function buildUrl(place: {
  host: string;
  port: number;
  user: string;
  database: string;
  password?: string;
}): string {
  const { host, port, user, database, password } = place;
  const login = `${encodeURIComponent(user)}${password === undefined ? '' : `:${encodeURIComponent(password)}`}`;
  const name = encodeURIComponent(database);
  if (!host.startsWith('/')) return `postgresql://${login}@${host}:${port}/${name}?sslmode=disable`;
  return `postgresql://${login}@/${name}?host=${encodeURIComponent(host)}&port=${port}&sslmode=disable`;
}
