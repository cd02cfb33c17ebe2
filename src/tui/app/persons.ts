import type { Actor } from '../../domain/permissions.ts';
import { openDrafts } from '../../platform/drafts.ts';
import { confirmPassword, holdSession, sampleActor, signIn } from '../../platform/session.ts';
import { changeState, readState } from '../../platform/state.ts';
import type { OpenStore } from '../../platform/store.ts';
import type { ShellOptions } from './shell.ts';

type PersonOptions = Pick<ShellOptions, 'draftsOf' | 'signIn' | 'lastEmail' | 'unlock' | 'holdSession' | 'sampleActor'>;

/** How people come to a store, go from it, and what is kept for each of them. */
export function personOptions(store: OpenStore): PersonOptions {
  return {
    draftsOf: ({ id }) => {
      const drafts = openDrafts(store.home, { store: store.where, actorId: id });
      return {
        read: (key) => drafts.load(key)?.value,
        write: (key, value) => drafts.save(key, value),
        remove: (key) => drafts.remove(key),
        names: () => drafts.list().map(({ name }) => name),
      };
    },
    signIn: async (email, password) => {
      const { actor } = await signIn(store, email, password);
      changeState(store.home, (now) => ({ ...now, emails: { ...now.emails, [store.where]: actor.email } }));
      return actor;
    },
    lastEmail: readState(store.home).emails[store.where],
    // Checking a password counts the attempt, which a store that is open read-only cannot: there Enter lifts the cover.
    ...(store.embedded || store.readOnly
      ? {}
      : {
          unlock: (who: Actor, password: string) => confirmPassword(store, who, password),
          holdSession: () => holdSession(store),
        }),
    sampleActor: store.embedded ? (role) => sampleActor(store, role) : undefined,
  };
}
