import { InvalidInput } from '../domain/errors.ts';
import { readSettings, type Profile, type Settings } from './config.ts';
import { describe, parseDatabaseUrl, type Endpoint } from './database/url.ts';
import type { Home } from './home.ts';
import { printedBy } from './pii.ts';

/** Which store: the one that comes with the program, or a server of somebody's own. */
export type Target = EmbeddedTarget | ServerTarget;

export interface EmbeddedTarget {
  readonly kind: 'embedded';
}

export interface ServerTarget {
  readonly kind: 'server';
  readonly label: string;
  readonly care: 'staging' | 'production';
  readonly readOnly: boolean;
  readonly preparedStatements: boolean;
  /** Milliseconds; undefined: our own defaults. */
  readonly statementTimeout: number | undefined;
  readonly lockTimeout: number | undefined;
  readonly piiKeyCommand: string | undefined;
  readonly stripeKeyCommand: string | undefined;
  /** A command of the person's own prints it, which may ask them in turn. */
  readonly asksForPassword: boolean;
  /** Who and where, without the password. */
  readonly where: string;
  endpoint(): Promise<Endpoint>;
  /** The same as one text, password and all, for what runs as the database's owner; never printed. */
  url(): Promise<string>;
}

export interface TargetChoice {
  readonly url?: string | undefined;
  readonly profile?: string | undefined;
  readonly readOnly?: boolean | undefined;
}

/**
 * In this order: a URL or profile that was asked for, SOLEMATE_DATABASE_URL, SOLEMATE_PROFILE, the setting `profile`,
 * the embedded store.
 * @throws InvalidInput for a wrong URL or an unknown profile
 */
export function findTarget(home: Home, choice: TargetChoice = {}): Target {
  const readOnly = choice.readOnly ?? false;
  if (choice.url !== undefined) return fromUrl(choice.url, 'The database URL', readOnly);
  if (choice.profile !== undefined) return fromProfile(choice.profile, readSettings(home), readOnly);
  const url = process.env['SOLEMATE_DATABASE_URL'];
  if (url) return fromUrl(url, 'SOLEMATE_DATABASE_URL', readOnly);
  const settings = readSettings(home);
  const name = process.env['SOLEMATE_PROFILE'] || settings.profile;
  return name ? fromProfile(name, settings, readOnly) : { kind: 'embedded' };
}

function fromUrl(url: string, source: string, readOnly: boolean): ServerTarget {
  const endpoint = parseDatabaseUrl(url, source);
  return {
    kind: 'server',
    label: 'production',
    care: 'production',
    readOnly,
    preparedStatements: true,
    statementTimeout: undefined,
    lockTimeout: undefined,
    piiKeyCommand: undefined,
    stripeKeyCommand: undefined,
    asksForPassword: false,
    where: describe(endpoint),
    endpoint: () => Promise.resolve(endpoint),
    url: () => Promise.resolve(url),
  };
}

function fromProfile(name: string, settings: Settings, readOnly: boolean): ServerTarget {
  const profiles = settings.profiles ?? {};
  const profile = Object.hasOwn(profiles, name) ? profiles[name] : undefined;
  if (!profile) {
    const known = Object.keys(profiles);
    throw new InvalidInput(`There is no profile "${name.slice(0, 60)}".`, {
      hint: known.length ? `Known are ${known.join(', ')}.` : `Make it: solemate config set profiles.NAME.url URL`,
    });
  }
  if (profile.url === undefined) {
    throw new InvalidInput(`The profile "${name}" has no URL.`, {
      hint: `Set it: solemate config set profiles.${name}.url postgresql://user@host/database`,
    });
  }
  const url = withTls(profile.url, profile);
  const parsed = parseDatabaseUrl(url, `The URL of the profile "${name}"`);
  const { statementTimeout, lockTimeout, passwordCommand } = profile;
  const endpoint = passwordCommand === undefined ? () => Promise.resolve(parsed) : asking(parsed, passwordCommand);
  return {
    kind: 'server',
    label: profile.label ?? name,
    care: profile.kind,
    readOnly: readOnly || (profile.readOnly ?? false),
    preparedStatements: profile.preparedStatements ?? true,
    statementTimeout: statementTimeout === undefined ? undefined : statementTimeout * 1000,
    lockTimeout: lockTimeout === undefined ? undefined : lockTimeout * 1000,
    piiKeyCommand: profile.piiKeyCommand ?? settings.piiKeyCommand,
    stripeKeyCommand: profile.stripeKeyCommand ?? settings.stripeKeyCommand,
    asksForPassword: passwordCommand !== undefined,
    where: describe(parsed),
    endpoint,
    url: async () => withPassword(url, (await endpoint()).password),
  };
}

/** The command runs once, when the password is first needed, not for every connection. */
function asking(endpoint: Endpoint, command: string): () => Promise<Endpoint> {
  let password: Promise<string> | undefined;
  return async () => {
    password ??= printedBy(command, 'the password');
    return { ...endpoint, password: await password };
  };
}

function withPassword(url: string, password: string | undefined): string {
  return password === undefined ? url : withParameter(url, 'password', password);
}

const withParameter = (url: string, name: string, value: string): string =>
  `${url}${url.includes('?') ? '&' : '?'}${name}=${encodeURIComponent(value)}`;

function withTls(url: string, profile: Profile): string {
  let whole = url;
  for (const name of ['sslmode', 'sslrootcert', 'sslcert', 'sslkey'] as const) {
    const value = profile[name];
    if (value !== undefined) whole = withParameter(whole, name, value);
  }
  return whole;
}
