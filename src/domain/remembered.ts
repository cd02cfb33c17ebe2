/** The last `most` things that were kept or asked for at least, and twice as many at most. */
export interface Recent<K, V> {
  get(key: K): V | undefined;
  keep(key: K, value: V): void;
}

/** What is asked for again stays; to forget all at once would make whoever asks next wait for everything. */
export function recent<K, V>(most: number): Recent<K, V> {
  let now = new Map<K, V>();
  let before = new Map<K, V>();
  function keep(key: K, value: V): void {
    if (now.size >= most && !now.has(key)) [before, now] = [now, new Map<K, V>()];
    now.set(key, value);
  }
  return {
    keep,
    get(key) {
      const known = now.get(key);
      if (known !== undefined) return known;
      const older = before.get(key);
      if (older !== undefined) keep(key, older);
      return older;
    },
  };
}

/** A function that works things out once, and knows the `most` recent answers. */
export function remembered<K, V>(most: number, make: (key: K) => V): (key: K) => V {
  const known = recent<K, V>(most);
  return (key) => {
    const found = known.get(key);
    if (found !== undefined) return found;
    const made = make(key);
    known.keep(key, made);
    return made;
  };
}

/** What is made when it is first asked for, and then is there. */
export function lazily<T extends object>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}
