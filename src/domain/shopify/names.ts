import { createHash } from 'node:crypto';

/**
 * Letters and digits of a text, the rest as single dashes, accents dropped. A text that loses letters that way (CJK,
 * Arabic) or has none gets a short fingerprint of the whole, so that two of them never fall together.
 */
function plainWords(text: string): string {
  // 42½ is 42 1/2: decomposed without the blank it would read 421/2.
  const bare = text
    .replaceAll(/[¼-¾⅐-⅟]/gu, ' $&')
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '');
  const special = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i' } as Record<
    string,
    string
  >;
  const latin = bare.toLowerCase().replaceAll(/[ßæœøłđðþı]/gu, (letter) => special[letter] ?? letter);
  const words = latin.replaceAll(/[^a-z0-9]+/gu, '-').replaceAll(/^-|-$/gu, '');
  if (words !== '' && !/[\p{L}\p{N}]/u.test(latin.replaceAll(/[a-z0-9]/gu, ''))) return words;
  return [words, fingerprint(text)].filter(Boolean).join('-');
}

const fingerprint = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 8);

/** Cut to `max` characters, the cut part replaced by its fingerprint. */
function fitted(text: string, max: number): string {
  return text.length <= max ? text : `${text.slice(0, max - 9).replace(/-$/u, '')}-${fingerprint(text)}`;
}

export function makeSlug(name: string, max: number): string {
  return fitted(plainWords(name), max);
}

/** The n-th choice: the same, then with -2, -3, … at its end, still within `max` characters. */
export function numbered(text: string, n: number, max: number): string {
  if (n <= 1) return text;
  const tail = `-${n}`;
  return text.slice(0, max - tail.length) + tail;
}

export const skuLength = 100;

/** The SKU that a variant without one would like: its product's handle and its options, in capitals. */
export function wishedSku(handle: string, options: readonly string[]): string {
  const parts = [handle, ...options.filter((option) => option !== '')].map(plainWords);
  return fitted(parts.join('-'), skuLength).toUpperCase();
}

/**
 * Gives every wish, in order, the first of wish, wish-2, wish-3, … that is neither taken nor given out before. The
 * same wishes and the same taken names give the same answer.
 */
export function giveNames(wishes: readonly string[], taken: Pick<ReadonlySet<string>, 'has'>, max: number): string[] {
  const given = new Set<string>();
  const next = new Map<string, number>();
  return wishes.map((wish) => {
    let n = next.get(wish) ?? 1;
    let name = numbered(wish, n, max);
    while (taken.has(name) || given.has(name)) {
      n += 1;
      name = numbered(wish, n, max);
    }
    next.set(wish, n + 1);
    given.add(name);
    return name;
  });
}
