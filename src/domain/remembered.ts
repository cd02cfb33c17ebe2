/**
 * A function that works things out once: it knows the last `most` answers at least, and twice as many at most. What is
 * asked for again stays; to forget all at once would make whoever asks next wait for everything.
 */
export function remembered<K, V>(most: number, make: (key: K) => V): (key: K) => V {
  let recent = new Map<K, V>();
  let before = new Map<K, V>();
  return (key) => {
    const known = recent.get(key);
    if (known !== undefined) return known;
    const found = before.get(key) ?? make(key);
    if (recent.size >= most) [before, recent] = [recent, new Map<K, V>()];
    recent.set(key, found);
    return found;
  };
}

/** What is made when it is first asked for, and then is there. */
export function lazily<T extends object>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}
