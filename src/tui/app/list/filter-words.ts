/** A filter that a list knows: `status`, what it is, and its values where they can be told. */
export interface FilterWord {
  readonly key: string;
  readonly help: string;
  readonly values: readonly string[];
  /** Where its values have to be asked for. */
  readonly ask?: () => Promise<readonly string[]>;
}

/** The filter whose value is being typed at the end. */
export function wordTyped(words: readonly FilterWord[], typed: string): FilterWord | undefined {
  const last = lastWord(typed).toLowerCase();
  return words.find(({ key }) => last.startsWith(`${key}:`));
}

/** More values are an alphabet and no answer: what they mean is told instead. */
const mostTold = 60;

/** What is told below a filter that is being typed: the values or the meaning of its last word, else all words. */
export function filterHint(words: readonly FilterWord[], typed: string): string {
  const last = lastWord(typed);
  const named = wordTyped(words, typed);
  if (named) {
    const values = begunBy(named.values, unquoted(last.slice(named.key.length + 1)));
    return values.length > 0 && values.length <= mostTold
      ? `${named.key}:  ${values.join(' ')}`
      : `${named.key}:  ${named.help}`;
  }
  const keys = words.map(({ key }) => `${key}:`);
  const begun = last === '' ? [] : begunBy(keys, last);
  return begun.length > 0 ? begun.join(' ') : `${keys.join(' ')}  free text`;
}

/** What Tab makes of it: the last word as far as it is certain; undefined when nothing begins like that. */
export function completeFilter(words: readonly FilterWord[], typed: string): string | undefined {
  const last = lastWord(typed);
  const before = typed.slice(0, typed.length - last.length);
  const named = wordTyped(words, typed);
  const lead = named ? `${named.key}:` : '';
  const candidates = named
    ? begunBy(named.values, unquoted(last.slice(lead.length)))
    : begunBy(
        words.map(({ key }) => `${key}:`),
        last,
      );
  const [only] = candidates;
  if (only === undefined) return undefined;
  if (candidates.length === 1) return before + (named ? `${lead}${quoted(only)} ` : only);
  const common = commonStart(candidates);
  // A value with a blank must stay one word while it is typed on.
  return `${before}${lead}${/\s/u.test(common) ? `"${common}` : common}`;
}

const lastWord = (typed: string): string => /(?:[^\s"]|"[^"]*(?:"|$))*$/u.exec(typed)?.[0] ?? '';
const quoted = (value: string): string => (/\s/u.test(value) ? `"${value}"` : value);
const unquoted = (typed: string): string => typed.replaceAll('"', '');

const begunBy = (all: readonly string[], start: string): readonly string[] =>
  all.filter((one) => one.toLowerCase().startsWith(start.toLowerCase()));

/** As far as all agree, in whatever case. */
function commonStart(all: readonly string[]): string {
  const [first = ''] = all;
  let length = first.length;
  const same = (one: string) => one.slice(0, length).toLowerCase() === first.slice(0, length).toLowerCase();
  while (!all.every(same)) length -= 1;
  return first.slice(0, length);
}
