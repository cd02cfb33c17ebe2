/** A filter that a list knows: `status`, what it is, and its values where they can be told. */
export interface FilterWord {
  readonly key: string;
  readonly help: string;
  readonly values: readonly string[];
}

/** What is told below a filter that is being typed: the values or the meaning of its last word, else all words. */
export function filterHint(words: readonly FilterWord[], typed: string): string {
  const last = lastWord(typed);
  const named = words.find(({ key }) => last.toLowerCase().startsWith(`${key}:`));
  if (named) {
    const values = begunBy(named.values, last.slice(named.key.length + 1));
    return values.length > 0 ? `${named.key}:  ${values.join(' ')}` : `${named.key}:  ${named.help}`;
  }
  const keys = words.map(({ key }) => `${key}:`);
  const begun = last === '' ? [] : begunBy(keys, last);
  return begun.length > 0 ? begun.join(' ') : `${keys.join(' ')}  free text`;
}

/** What Tab makes of it: the last word as far as it is certain; undefined when nothing begins like that. */
export function completeFilter(words: readonly FilterWord[], typed: string): string | undefined {
  const last = lastWord(typed);
  const before = typed.slice(0, typed.length - last.length);
  const named = words.find(({ key }) => last.toLowerCase().startsWith(`${key}:`));
  const lead = named ? `${named.key}:` : '';
  const candidates = named
    ? begunBy(named.values, last.slice(lead.length)).map((value) => `${lead}${value}`)
    : begunBy(
        words.map(({ key }) => `${key}:`),
        last,
      );
  const [only] = candidates;
  if (only === undefined) return undefined;
  if (candidates.length > 1) return before + commonStart(candidates);
  return before + (named ? `${only} ` : only);
}

const lastWord = (typed: string): string => /\S*$/u.exec(typed)?.[0] ?? '';

const begunBy = (all: readonly string[], start: string): readonly string[] =>
  all.filter((one) => one.toLowerCase().startsWith(start.toLowerCase()));

function commonStart(all: readonly string[]): string {
  const [first = ''] = all;
  let length = first.length;
  for (const one of all) while (!one.startsWith(first.slice(0, length))) length -= 1;
  return first.slice(0, length);
}
