import { Conflict, Forbidden, InvalidInput, Refused } from '../domain/errors.ts';
import type { Actor, Role } from '../domain/permissions.ts';
import { demandPassword, hashPassword } from './password.ts';
import { checkPassword, signIn } from './session.ts';
import type { OpenStore } from './store.ts';
import { tokenHash } from './token.ts';

export interface Invited {
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  /** RESET: they have been here before. */
  readonly kind: 'INVITE' | 'RESET';
}

/** Whose one-time token this is. @throws Forbidden when it is nobody's any more */
export async function invitedBy(store: OpenStore, token: string): Promise<Invited> {
  const [invited] = await store.database.asLogin<Invited>('select email, name, role, kind from invitation_of($1)', [
    tokenHash(token),
  ]);
  if (invited) return invited;
  throw new Forbidden(
    'This one-time token is not valid: it was used, replaced by a newer one, or is over 72 hours old.',
    {
      hint: 'Ask an admin of the shop for a new one: solemate staff reset-password',
    },
  );
}

/**
 * Sets the password of whoever the one-time token was made for, ends the sessions they had and signs in.
 * @throws Forbidden as invitedBy, InvalidInput for a password that is too short, Refused where the store is read-only
 */
export async function acceptInvitation(
  store: OpenStore,
  token: string,
  password: string,
): Promise<{ actor: Actor; token: string; expires_at: string }> {
  demandWritable(store);
  demandPassword(password);
  const { email } = await invitedBy(store, token);
  await store.database.asLogin('select accept_invitation($1, $2)', [tokenHash(token), await hashPassword(password)]);
  return signIn(store, email, password);
}

/**
 * Another password for whoever is signed in; their other sessions end, this one goes on.
 * @returns how many sessions ended
 * @throws Forbidden when the old one is wrong, which counts as a wrong sign-in; InvalidInput, Refused, Conflict
 */
export async function changePassword(
  store: OpenStore,
  actor: Actor,
  old: string,
  password: string,
): Promise<{ sessions_ended: number }> {
  demandWritable(store);
  demandPassword(password);
  if (old === password) throw new InvalidInput('The new password is the old one.');
  const login = await checkPassword(store, actor.email, old);
  if (login.id !== actor.id)
    throw new Conflict('This account has another e-mail address now.', { hint: 'Sign in again.' });
  const [changed] = await store.database.asLogin<{ ended: number }>('select change_password($1, $2, $3, $4) as ended', [
    actor.id,
    login.password_hash,
    await hashPassword(password),
    actor.session ?? null,
  ]);
  return { sessions_ended: changed?.ended ?? 0 };
}

function demandWritable(store: OpenStore): void {
  if (store.readOnly) throw new Refused('This store is open read-only, so no password can be set.');
}
