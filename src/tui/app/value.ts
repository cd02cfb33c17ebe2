import { useSyncExternalStore } from 'react';

/**
 * A value outside React that components follow. Keys can land faster than frames: what a key reads and changes lives
 * here and never in a render's closure.
 */
export interface Value<T> {
  readonly get: () => T;
  readonly set: (next: T) => void;
  readonly update: (change: (now: T) => T) => void;
  readonly subscribe: (listener: () => void) => () => void;
}

export function value<T>(initial: T): Value<T> {
  let now = initial;
  const listeners = new Set<() => void>();
  const set = (next: T) => {
    if (Object.is(next, now)) return;
    now = next;
    for (const listener of [...listeners]) listener();
  };
  return {
    get: () => now,
    set,
    update: (change) => set(change(now)),
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

export function useValue<T>(followed: Pick<Value<T>, 'get' | 'subscribe'>): T {
  return useSyncExternalStore(followed.subscribe, followed.get, followed.get);
}
