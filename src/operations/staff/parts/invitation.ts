import type { Tx } from '../../../platform/database/types.ts';
import { randomToken, tokenHash } from '../../../platform/token.ts';

export interface Invitation {
  /** Null when the same operation id is sent again: it was told once, and only its hash is kept. */
  readonly token: string | null;
  readonly expires_at: string;
}

/** A new one-time token; an earlier one that is still open is worth nothing from now on. */
export async function invite(tx: Tx, userId: string, kind: 'INVITE' | 'RESET'): Promise<Invitation> {
  const token = randomToken();
  await tx.query(
    `update user_invitations
     set revoked_at = now()
     where user_id = $1::uuid
       and used_at is null
       and revoked_at is null`,
    [userId],
  );
  const made = await tx.one<{ expires_at: Date }>(
    `insert into user_invitations (user_id, kind, token_hash)
     values ($1::uuid, $2, $3)
     returning expires_at`,
    [userId, kind, tokenHash(token)],
  );
  return { token, expires_at: made?.expires_at.toISOString() ?? '' };
}

/** How the token gets to the person: told by whoever reads this, never sent by us. */
export function toldInvitation({ token, expires_at }: Invitation): string {
  const until = `${expires_at.slice(0, 16).replace('T', ' ')} UTC`;
  if (token === null)
    return 'The one-time token was told when this was done first; "staff reset-password" makes another.';
  return `They set their password with "solemate accept-invite" until ${until}. The one-time token, told only now: ${token}`;
}
