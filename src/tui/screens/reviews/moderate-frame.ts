import { plural } from '../../../domain/plural.ts';
import { standardReasons } from '../../../domain/review-reasons.ts';
import type { Theme } from '../../theme/theme.ts';
import { paintLine, spansWidth, type Span, type Spans } from '../../widgets/spans.ts';
import { cardLines, factLines, headLine, noticeWordsLine, textLines, type CardReview } from './card.ts';
import type { DeskState } from './desk.ts';

export interface ModerateFrame {
  readonly width: number;
  readonly height: number;
  readonly theme: Theme;
  readonly now: Date;
  /** The reasons are offered, each by its digit. */
  readonly choosing: boolean;
  /** Lines of the text scrolled away. */
  readonly top: number;
  readonly keys: { readonly approve: string; readonly reject: string; readonly undo: string; readonly words: string };
}

/** The reasons by digit, `1 Spam or advertising`, as many a line as fit. */
export function reasonLines(width: number, keys: ModerateFrame['keys']): readonly Spans[] {
  const all: Spans[] = [...Object.keys(standardReasons), 'own words'].map((reason, index): Spans => {
    const own = reason === 'own words';
    return [['key', own ? keys.words : String(index + 1)], ` ${reason.replaceAll('_', ' ')}  `];
  });
  const lines: Span[][] = [[['dim', 'reject as '] as Span]];
  for (const one of all) {
    if (spansWidth(lines.at(-1) ?? []) + spansWidth(one) > width) lines.push([]);
    lines.at(-1)?.push(...one);
  }
  return lines;
}

/** `a approve   d reject   z takes back: APPROVED "Great shoe"` */
export function verdictLines(state: DeskState, frame: ModerateFrame): readonly Spans[] {
  const { keys, width } = frame;
  if (frame.choosing) return reasonLines(width, keys);
  const marked = state.queue.marks.size;
  const all = marked > 0 ? ` all ${marked} marked` : '';
  const verdicts: Spans = [['key', keys.approve], ` approve${all}   `, ['key', keys.reject], ` reject${all}`];
  const last = state.history.at(-1);
  const what =
    last && (last.rows.length > 1 ? plural(last.rows.length, 'review') : String(last.rows[0]?.row['product']));
  const back = last
    ? width < 60
      ? `   ${keys.undo} back`
      : `   ${keys.undo} takes back: ${last.verdict.to} ${what ?? ''}`
    : '';
  const line: Spans = [...verdicts, ['dim', back]];
  // With little room the hints line tells the keys, and only what is not usual is said here.
  if (width < 60 || frame.height < 16) return marked > 0 || last ? [line] : [];
  return [line, ...reasonLines(width, keys)];
}

/** The review in front, with what to press below it; exactly `height` rows. */
export function moderateRows(
  state: DeskState,
  card: CardReview,
  elsewhere: boolean,
  frame: ModerateFrame,
): readonly string[] {
  const { width, height, theme } = frame;
  const inner = { ...frame, width: width - 2 };
  const below = elsewhere
    ? [[['waiting', `${theme.glyphs.warning} Decided by somebody else meanwhile: any verdict goes on.`]] as Spans]
    : verdictLines(state, inner);
  const gap = height > 6 ? [[]] : [];
  const room = Math.max(1, height - below.length - gap.length);
  const small = width < 60 || height < 16;
  const shown = small ? smallCard(card, inner, room) : scrolled(cardLines(card, inner), room, frame.top);
  const lines = [
    ...shown,
    ...Array.from({ length: Math.max(0, room - shown.length) }, (): Spans => []),
    ...gap,
    ...below,
  ];
  return lines.slice(0, height).map((spans) => paintLine([' ', ...spans], width, theme));
}

/** How many lines the text may be scrolled in this frame. */
export function mostTop(state: DeskState, card: CardReview, frame: ModerateFrame): number {
  const inner = { ...frame, width: frame.width - 2 };
  const room = Math.max(1, frame.height - verdictLines(state, inner).length - (frame.height > 6 ? 1 : 0));
  if (frame.width < 60 || frame.height < 16) return Math.max(0, textLines(card, inner).length - 1);
  return Math.max(0, cardLines(card, inner).length - room);
}

function scrolled(lines: readonly Spans[], room: number, top: number): readonly Spans[] {
  const from = Math.min(top, Math.max(0, lines.length - room));
  const shown = lines.slice(from, from + room);
  const more = lines.length - from - room;
  return more > 0 && room > 2 ? [...shown.slice(0, -1), [['dim', `${plural(more + 1, 'more line')}: PgDn`]]] : shown;
}

/** Little room: what speaks for and against stays in sight, the text scrolls in what is left. */
function smallCard(card: CardReview, frame: ModerateFrame, room: number): readonly Spans[] {
  const notice = noticeWordsLine(card, frame);
  const facts = [...(notice ? [notice] : []), ...factLines(card, frame)].slice(
    0,
    Math.max(0, Math.floor((room - 2) / 2)),
  );
  const text = scrolled(textLines(card, frame), Math.max(1, room - 1 - facts.length), frame.top);
  return [headLine(card, frame), ...text, ...facts].slice(0, Math.max(1, room));
}
