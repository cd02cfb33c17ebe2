import { cleanLines, pieces, width } from '../../../domain/display.ts';
import { showNumber } from '../../../domain/locale.ts';
import { reviewNotices, type NoticeKind } from '../../../domain/review-notices.ts';
import type { Tone } from '../../theme/theme.ts';
import type { Span, Spans } from '../../widgets/spans.ts';

const tones: Readonly<Record<NoticeKind, Tone>> = {
  link: 'waiting',
  email: 'waiting',
  phone: 'waiting',
  advertising: 'waiting',
  shouting: 'waiting',
  abuse: 'bad',
};

interface Word {
  readonly text: string;
  readonly tone: Tone;
}

/** More than anybody reads of one review; a megabyte of it would hold up every key. */
const longest = 10_000;

/** What a customer wrote in lines of at most `columns`, what is worth a look in its tone; no word is cut off. */
export function reviewText(text: string, columns: number): readonly Spans[] {
  const room = Math.max(4, columns);
  const lines = cleanLines(text.slice(0, longest)).flatMap((paragraph) => wrapWords(wordsOf(paragraph), room));
  const left = text.length - longest;
  return left > 0 ? [...lines, [['dim', `… and ${showNumber(left)} more characters`]]] : lines;
}

/** The kinds of what is worth a look, each with the first place where it stands. */
export function noticesIn(text: string): ReadonlyMap<NoticeKind, string> {
  const found = new Map<NoticeKind, string>();
  for (const paragraph of cleanLines(text)) {
    for (const { kind, start, end } of reviewNotices(paragraph)) {
      if (!found.has(kind)) found.set(kind, paragraph.slice(start, end));
    }
  }
  return found;
}

function wordsOf(paragraph: string): readonly Word[] {
  const notices = reviewNotices(paragraph);
  return [...paragraph.matchAll(/\S+/gu)].map((match) => {
    const [start, end] = [match.index, match.index + match[0].length];
    const notice = notices.find((one) => start < one.end && end > one.start);
    return { text: match[0], tone: notice ? tones[notice.kind] : 'plain' };
  });
}

function wrapWords(words: readonly Word[], columns: number): readonly Spans[] {
  const lines: Span[][] = [[]];
  let used = 0;
  for (const { text, tone } of words.flatMap((one) => cut(one, columns))) {
    const gap = used === 0 ? '' : ' ';
    if (used + gap.length + width(text) > columns) {
      lines.push([[tone, text]]);
      used = width(text);
    } else {
      lines.at(-1)?.push([tone, gap + text]);
      used += gap.length + width(text);
    }
  }
  return lines;
}

/** A word that is longer than a line, such as a link, goes on in the next. */
const cut = ({ text, tone }: Word, columns: number): readonly Word[] =>
  pieces(text, columns).map((piece) => ({ text: piece, tone }));
