/**
 * What in a review is worth a moderator's look: it is shown, never decided by. `start` and `end` are indexes of the text
 * as it was given.
 */
export interface ReviewNotice {
  readonly kind: NoticeKind;
  readonly start: number;
  readonly end: number;
}

export const noticeWords = {
  link: 'a link',
  email: 'an e-mail address',
  phone: 'a telephone number',
  abuse: 'a word that may offend',
  advertising: 'a word of advertising',
  shouting: 'shouting',
} as const;

export type NoticeKind = keyof typeof noticeWords;

/** Longer texts are looked at this far. */
const most = 20_000;

const word = (...words: readonly string[]) =>
  new RegExp(`(?<![\\p{L}\\p{N}])(?:${words.join('|')})(?![\\p{L}])`, 'giu');

/** In the order in which one wins where two meet. */
const patterns: readonly (readonly [NoticeKind, RegExp])[] = [
  ['email', /[^\s@<>()]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{2,63})+/giu],
  [
    'link',
    /(?:https?:\/\/|www\.)\S{3,}|(?<![\p{L}\p{N}@.])[a-z0-9-]{2,63}\.(?:com|net|org|shop|store|info|biz|ru|cn|io|me|co|xyz|top|online|site)(?![\p{L}\p{N}])(?:\/\S*)?/giu,
  ],
  ['phone', /(?<![\p{L}\p{N}])\+?\d(?:[\s().-]{0,2}\d){8,14}(?!\d)/gu],
  [
    'abuse',
    word(
      'idiots?',
      'morons?',
      'stupid',
      'bastards?',
      'bitch(?:es)?',
      'assholes?',
      'fuck\\w*',
      'shit\\w*',
      'scum',
      'nazis?',
    ),
  ],
  [
    'advertising',
    word(
      'casino',
      'viagra',
      'crypto',
      'bitcoin',
      'telegram',
      'whatsapp',
      'promo code',
      'discount code',
      'coupon',
      'click here',
      'buy now',
      'cheap(?:er)? at',
      'follow me',
      'my (?:shop|store|channel|site)',
    ),
  ],
  ['shouting', /(?<!\p{L})\p{Lu}{4,}(?:[\s!,.]+\p{Lu}{2,}){2,}/gu],
];

/** In the order of the text, none over another. */
export function reviewNotices(text: string): readonly ReviewNotice[] {
  const looked = text.slice(0, most);
  const found: ReviewNotice[] = [];
  for (const [kind, pattern] of patterns) {
    for (const match of looked.matchAll(pattern)) {
      const [start, end] = [match.index, match.index + match[0].length];
      if (!found.some((one) => start < one.end && end > one.start)) found.push({ kind, start, end });
    }
  }
  return found.sort((one, other) => one.start - other.start);
}
