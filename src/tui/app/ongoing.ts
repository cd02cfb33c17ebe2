import type { AppApi } from './screen.ts';

/** Read anew for each call: whoever signed in again goes on with what they began, under the session they have now. */
export interface Caller {
  readonly actor: AppApi['actor'];
  readonly database: AppApi['store']['database'];
}

interface Begun<T> {
  readonly made: T;
  readonly call: { actor: AppApi['actor'] };
}

/**
 * What a person has begun in a store, once a process and name, so that leaving its screen and coming back changes
 * nothing. `make` is run for the first who asks.
 */
export function ongoing<T>(): (app: AppApi, name: string, make: (call: Caller) => T) => T {
  const stores = new WeakMap<AppApi['store'], Map<string, Begun<T>>>();
  return (app, name, make) => {
    const all = stores.get(app.store) ?? new Map<string, Begun<T>>();
    stores.set(app.store, all);
    const key = `${name} ${app.actor.id}`;
    const known = all.get(key);
    if (known) {
      known.call.actor = app.actor;
      return known.made;
    }
    const call = { actor: app.actor, database: app.store.database };
    const made = make(call);
    all.set(key, { made, call });
    return made;
  };
}
