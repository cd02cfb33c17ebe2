import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { migrationsAfter } from '../../migrations/newest.ts';
import { isEmail } from '../domain/contact.ts';
import { Forbidden, InvalidInput, Refused, Unavailable } from '../domain/errors.ts';
import { roles, type Actor, type Role } from '../domain/permissions.ts';
import { createFileSafely, demandPrivate, readFileIfAny, writeFileSafely } from './home.ts';
import { hashPassword, verifyPassword } from './password.ts';
import type { OpenStore } from './store.ts';
import { randomToken, tokenHash } from './token.ts';

const sessionDays = 30;
const idleHours = 8;

interface LoginRow extends Actor {
  readonly password_hash: string;
  readonly is_active: boolean;
}

/**
 * Who is working: by the token given, SOLEMATE_TOKEN, the token kept by `login`; the sample shop signs in by itself as
 * its admin, or as SOLEMATE_SAMPLE_ROLE. A kept token whose session is over is forgotten, unless `forget` is false.
 * @throws Forbidden when nobody is signed in or the session is over
 */
export async function currentActor(
  store: OpenStore,
  options: { token?: string; forget?: boolean } = {},
): Promise<Actor> {
  const given = options.token ?? process.env['SOLEMATE_TOKEN'];
  if (given) {
    const actor = await actorOf(store, given);
    if (actor) return actor;
    throw new Forbidden('The token is not valid, or its session is over.', { hint: 'Sign in again: solemate login' });
  }
  const kept = keptToken(store);
  if (kept !== undefined) {
    const actor = await actorOf(store, kept);
    if (actor) return actor;
    if (options.forget ?? true) rmSync(tokenFile(store), { force: true });
    if (!store.embedded) {
      throw new Forbidden(
        `The session is over: it ends ${idleHours} hours after its last use, on sign-out, and when an admin ends it.`,
        {
          hint: 'Sign in again: solemate login',
        },
      );
    }
  }
  if (store.embedded) return sampleActor(store, sampleRole());
  const [row] = await store.database.asLogin<{ there: boolean }>('select has_staff() as there');
  throw new Forbidden('Nobody is signed in.', {
    hint: row?.there
      ? 'Sign in: solemate login'
      : 'This shop has no staff yet: make the first admin with solemate setup',
  });
}

function sampleRole(): Role {
  const wanted = process.env['SOLEMATE_SAMPLE_ROLE'];
  if (!wanted) return 'admin';
  const role = roles.find((one) => one === wanted);
  if (role && role !== 'customer') return role;
  throw new InvalidInput(`SOLEMATE_SAMPLE_ROLE is "${wanted.slice(0, 40)}", which is no role of the staff.`, {
    hint: 'It is one of admin, manager, warehouse, oncall.',
  });
}

/** A sample member of staff. @throws Forbidden in any other store */
export async function sampleActor(store: OpenStore, role: Role): Promise<Actor> {
  const staff = await store.database.asLogin<Actor>('select id, email, name, role from sample_staff()');
  const actor = staff.find((one) => one.role === role);
  if (actor) return actor;
  throw new Forbidden(staff.length ? `The sample shop has no ${role}.` : 'Nobody is signed in.', {
    hint: 'Sign in: solemate login',
  });
}

/**
 * Checks the password and opens a session. The token is kept in a 0600 file for this store and returned once; the
 * database holds its hash only.
 * @throws Forbidden for a wrong e-mail or password (the same words for both), a locked or deactivated account
 */
export async function signIn(
  store: OpenStore,
  email: string,
  password: string,
): Promise<{ actor: Actor; token: string; expires_at: string }> {
  if (store.readOnly) {
    throw new Refused('Signing in writes a session, and this store is open read-only.', {
      hint: 'Sign in without --read-only first; the session then works read-only as well.',
    });
  }
  const login = await checkPassword(store, email, password);
  if (!login.is_active) throw new Forbidden('This account is deactivated.', { hint: 'Ask an admin of the shop.' });
  const token = randomToken();
  const expires = new Date(Date.now() + sessionDays * 86_400_000);
  const [opened] = await store.database.asLogin<{ session: string | null }>(
    `select record_login($1, true), open_session($1, $2, $3, $4) as session`,
    [login.id, tokenHash(token), expires, hostname()],
  );
  if (!opened?.session) throw new Forbidden('This account is deactivated.', { hint: 'Ask an admin of the shop.' });
  writeFileSafely(tokenFile(store), `${token}\n`);
  const { id, name, role } = login;
  const actor = { id, email: login.email, name, role, session: opened.session };
  return { actor, token, expires_at: expires.toISOString() };
}

/**
 * Counts the attempt, then checks the password: however many try at the same moment, five wrong ones lock the account.
 * An e-mail that is nobody's takes as long, is locked alike and gets the same words.
 * @throws Forbidden
 */
export async function checkPassword(store: OpenStore, email: string, password: string): Promise<LoginRow> {
  const [claimed] = await store.database.asLogin<{ [K in keyof LoginRow]: LoginRow[K] | null } & Locked>(
    `select id, email, name, role, password_hash, is_active, locked_until
    from claim_login($1)`,
    [email],
  );
  demandUnlocked(claimed);
  const right = await verifyPassword(claimed?.password_hash ?? undefined, password);
  if (!isLogin(claimed) || !right) throw new Forbidden('The e-mail or the password is wrong.');
  return claimed;
}

interface Locked {
  readonly locked_until: Date | null;
}

const isLogin = (row: object | undefined): row is LoginRow =>
  row !== undefined && 'id' in row && typeof row.id === 'string';

function demandUnlocked(login: Locked | undefined): void {
  if (!login?.locked_until) return;
  const until = `${login.locked_until.toISOString().slice(11, 16)} UTC`;
  throw new Forbidden(`Too many wrong passwords: this account is locked until ${until}.`, {
    details: { locked_until: login.locked_until.toISOString() },
  });
}

/**
 * The password of whoever is at work, to open a locked screen: their session goes on. Where it has ended meanwhile, or
 * the role is another one now, this signs in anew; so whoever comes back may be another actor.
 * @throws Forbidden as signIn
 */
export async function confirmPassword(store: OpenStore, actor: Actor, password: string): Promise<Actor> {
  const goesOn = await store.database
    .asLogin('select become_staff($1, $2, $3)', [actor.id, actor.role, actor.session ?? null])
    .then(
      () => true,
      (error: unknown) => {
        if (error instanceof Forbidden) return false;
        throw error;
      },
    );
  if (!goesOn) return (await signIn(store, actor.email, password)).actor;
  const login = await checkPassword(store, actor.email, password);
  await store.database.asLogin('select record_login($1, true)', [login.id]);
  return actor;
}

/**
 * Puts the kept token away while the screen is locked, or whoever stands in front of it would only have to start the
 * program again. The answer puts it back, unless a sign-in has made another one meanwhile.
 */
export function holdSession(store: OpenStore): () => void {
  const file = tokenFile(store);
  const token = readFileIfAny(file);
  if (token === undefined) return () => undefined;
  rmSync(file, { force: true });
  return () => void createFileSafely(file, token);
}

/** Ends the session in the database and forgets the token. @returns false when nobody was signed in */
export async function signOut(store: OpenStore, options: { token?: string } = {}): Promise<boolean> {
  const kept = keptToken(store);
  const token = (options.token ?? process.env['SOLEMATE_TOKEN'] ?? kept)?.trim();
  if (!token) return false;
  await store.database.asLogin('select close_session($1)', [tokenHash(token)]);
  // Another session's token stays: its session goes on, and nobody could end it without.
  if (token === kept) rmSync(tokenFile(store), { force: true });
  return true;
}

export interface FirstAdmin {
  readonly email: string;
  readonly password: string;
  readonly firstName: string;
  readonly lastName: string;
}

/** Makes the shop's first admin and signs in as them. @throws Refused when there is an admin already, InvalidInput */
export async function setupAdmin(
  store: OpenStore,
  admin: FirstAdmin,
): Promise<{ actor: Actor; token: string; expires_at: string }> {
  if (!isEmail(admin.email)) throw new InvalidInput(`"${admin.email.slice(0, 80)}" is no e-mail address.`);
  const hash = await hashPassword(admin.password);
  await store.database.asLogin('select setup_admin($1, $2, $3, $4)', [
    admin.email,
    hash,
    admin.firstName,
    admin.lastName,
  ]);
  return signIn(store, admin.email, admin.password);
}

async function actorOf(store: OpenStore, token: string): Promise<Actor | undefined> {
  const [row] = await store.database.asLogin<Actor & { newest: string | null }>(
    `select user_id as id, email, name, role, session_id as session, (select max(name) from schema_migrations) as newest
    from session_actor($1)`,
    [tokenHash(token)],
  );
  if (!row) return undefined;
  const { newest, ...actor } = row;
  await demandMigrated(newest ?? '');
  return actor;
}

/** A newer schema is fine: an older program goes on working while the shop is being updated. */
async function demandMigrated(newest: string): Promise<void> {
  const missing = await migrationsAfter(newest);
  if (missing.length === 0) return;
  throw new Unavailable(`The database lacks what this version needs: ${missing.join(', ')}.`, {
    hint: 'Run "solemate db migrate" with the database owner\'s URL.',
  });
}

/** One a store, so that the session of the test shop is never sent to production. */
function tokenFile(store: OpenStore): string {
  const name = createHash('sha256').update(store.where).digest('hex').slice(0, 16);
  return join(store.home.data, 'sessions', name);
}

function keptToken(store: OpenStore): string | undefined {
  const file = tokenFile(store);
  const token = readFileIfAny(file)?.trim();
  if (!token) return undefined;
  demandPrivate(file);
  return token;
}
