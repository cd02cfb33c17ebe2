/** What was worked out for a key, kept for the next time; where there is too much of it, all is forgotten. */
export function remembered<K, V>(known: Map<K, V>, most: number, key: K, make: (key: K) => V): V {
  let found = known.get(key);
  if (found === undefined) {
    found = make(key);
    if (known.size >= most) known.clear();
    known.set(key, found);
  }
  return found;
}
