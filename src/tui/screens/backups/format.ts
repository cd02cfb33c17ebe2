import { letterOf, type StripDay } from '../../../domain/backup/strip.ts';
import { bytes, moment } from '../../../domain/backup/text.ts';
import { byGravity, type Status, type Verdict } from '../../../domain/backup/verdict.ts';
import { clock } from '../../../domain/time.ts';
import type { BackupStatus, BackupWindow, RestorePlan } from '../../../operations/backup/parts/types.ts';
import type { DetailFrame } from '../../app/DetailScreen.tsx';
import type { Theme, Tone } from '../../theme/theme.ts';
import { sparkline } from '../../widgets/figures.ts';
import { paintLine, wrap, type Spans } from '../../widgets/spans.ts';

type Frame = Pick<DetailFrame, 'width' | 'height' | 'theme' | 'now' | 'key'>;

/** Glyph, word and colour: none of them stands alone. */
function lightOf(status: Status, { glyphs }: Theme): { readonly glyph: string; readonly tone: Tone } {
  switch (status) {
    case 'OK':
      return { glyph: glyphs.ok, tone: 'good' };
    case 'WARNING':
      return { glyph: glyphs.warning, tone: 'waiting' };
    case 'CRITICAL':
      return { glyph: glyphs.bad, tone: 'danger' };
    case 'UNKNOWN':
      return { glyph: '?', tone: 'strong' };
  }
}

/** Light and one sentence first, then what to do, then every rule, the worst first. @param lags bytes, oldest first */
export function backupRows(data: BackupStatus, frame: Frame, lags: readonly number[]): readonly string[] {
  const { width, theme } = frame;
  const { glyph, tone } = lightOf(data.status, theme);
  const rules = byGravity(data.rules);
  const wrong = rules.filter(({ status }) => status !== 'OK');
  const well = rules.filter(({ status }) => status === 'OK');
  const lines: Spans[] = [
    ...wrap(`${glyph} ${data.status}  ${data.sentence}`, width - 2).map((text): Spans => [[tone, ` ${text}`]]),
    ...wrap(data.recoverable, width - 2).map((text): Spans => [` ${text}`]),
    [['dim', ` judged at ${clock(data.at, frame.now)}, again by itself`]],
    ...(data.calendar.length === 0 ? [] : [keysLine(frame)]),
    ...wrong.flatMap((one) => [[] as Spans, ...ruleLines(one, frame)]),
    ...strip(data.calendar, frame),
    ...wal(data, lags, frame),
    ...(well.length > 0 ? [[], [['title', ` In order (${well.length})`]] as Spans] : []),
    ...well.flatMap((one) => ruleLines(one, frame)),
    ...unseen(data, frame),
  ];
  return lines.map((line) => paintLine(line, width, theme));
}

function keysLine({ key }: Frame): Spans {
  const named = (action: 'backups.window' | 'backups.plan' | 'backups.drill', what: string): Spans => [
    ['key', ` ${key(action)}`],
    ['dim', ` ${what} `],
  ];
  return [
    ...named('backups.window', 'window'),
    ...named('backups.plan', 'commands to restore'),
    ...named('backups.drill', 'drill'),
  ];
}

function ruleLines({ rule, status, figure, limit, advice }: Verdict, { width, theme }: Frame): Spans[] {
  const { glyph, tone } = lightOf(status, theme);
  const room = Math.max(10, width - 4);
  if (status === 'OK') {
    const [first = '', ...more] = wrap(`${rule}: ${figure}`, room);
    return [[[tone, ` ${glyph} `], first], ...more.map((text): Spans => [`   ${text}`])];
  }
  return [
    [
      [tone, ` ${glyph} ${status} `],
      ['strong', rule],
    ],
    ...wrap(figure, room).map((text): Spans => [['plain', `   ${text}`]]),
    ...wrap(`limit: ${limit}`, room).map((text): Spans => [['dim', `   ${text}`]]),
    ...wrap(advice, room).map((text, index): Spans => [
      ['accent', index === 0 ? ` ${theme.glyphs.crumb} ${text}` : `   ${text}`],
    ]),
  ];
}

const toneOf = (day: StripDay): Tone => (day.error ? 'bad' : day.full > 0 ? 'good' : day.other > 0 ? 'waiting' : 'dim');

function strip(calendar: readonly StripDay[], { width }: Frame): Spans[] {
  if (calendar.length === 0) return [];
  const shown = calendar.slice(-Math.max(1, width - 2));
  const from = shown[0]?.day.slice(5) ?? '';
  return [
    [],
    [' ', ...shown.map((day) => [toneOf(day), letterOf(day)] as const)],
    [['dim', ` ${from} to today: F full, i incremental, ! wrong pages, . none`]],
  ];
}

function wal(
  { wal: { newest, newest_at: at, lag_bytes: lag } }: BackupStatus,
  lags: readonly number[],
  { width, theme, now }: Frame,
): Spans[] {
  if (newest === null) return [];
  const behind = lag === null ? 'what waits cannot be seen' : `${bytes(lag)} not archived yet`;
  const line =
    lags.length > 1 ? sparkline(lags, Math.max(4, Math.min(30, width - behind.length - 8)), theme.glyphs) : '';
  return [
    [' WAL ', ['accent', line], line === '' ? '' : ' ', behind],
    [['dim', ` archived to ${newest}${at === null ? '' : ` at ${clock(at, now)}`}`]],
  ];
}

function unseen({ unseen: missing }: BackupStatus, { width }: Frame): Spans[] {
  if (missing.length === 0) return [];
  return [[], ...wrap(`Not seen: ${missing.join('; ')}.`, width - 2).map((text): Spans => [['dim', ` ${text}`]])];
}

const at = (iso: string): string => moment(Date.parse(iso));

export function windowRows({ spans, holes, note }: BackupWindow, { width, theme }: Frame): readonly string[] {
  const none: Spans[] = [[['danger', ` ${theme.glyphs.bad} Nothing can be recovered: no backup has all its WAL.`]]];
  const parts = [
    ...spans.map((span) => ({
      ...span,
      good: true,
      text: `every moment (${span.backups} backups, WAL to ${span.last_wal})`,
    })),
    ...holes.map((hole) => ({ ...hole, good: false, text: `nothing: ${hole.missing} is missing` })),
  ].toSorted((a, b) => (a.from < b.from ? -1 : 1));
  const lines: Spans[] = parts.flatMap((part): Spans[] => {
    const { glyph, tone } = lightOf(part.good ? 'OK' : 'CRITICAL', theme);
    return [
      [
        [tone, ` ${glyph} `],
        ['strong', at(part.from)],
      ],
      ['   to ', ['strong', at(part.to)]],
      ...wrap(part.text, width - 4).map((text): Spans => [['plain', `   ${text}`]]),
      [],
    ];
  });
  const told = note === '' ? [] : wrap(note, width - 2).map((text): Spans => [['dim', ` ${text}`]]);
  return [...(spans.length === 0 ? none : lines), ...told].map((line) => paintLine(line, width, theme));
}

/** Commands are broken where the screen ends, never shortened; `y` copies them whole. */
export function planRows(plan: RestorePlan, { width, theme, key }: Frame): readonly string[] {
  const what = plan.target === null ? 'All that is archived' : `The shop as of ${at(plan.target)}`;
  const where = plan.in_place ? 'in the place of the shop, which is down meanwhile' : 'beside the shop, which goes on';
  const head = [
    `${what}, ${where}.`,
    `Backup ${plan.backup} of ${at(plan.backup_stopped_at)}, then WAL ${plan.wal_from} to ${plan.wal_to}.`,
    `On the database's host, as ${plan.run_as}, one after the other. ${key('copy')} copies them.`,
  ];
  const lines: Spans[] = [
    ...head.flatMap((text) => wrap(text, width - 2)).map((text): Spans => [['strong', ` ${text}`]]),
    ...plan.steps.flatMap(({ what: step, command }, index): Spans[] => [
      [],
      [['title', ` ${index + 1}. ${step}`]],
      ...pieces(command, width - 4).map((text): Spans => [['accent', `   ${text}`]]),
    ]),
  ];
  return lines.map((line) => paintLine(line, width, theme));
}

function pieces(text: string, columns: number): string[] {
  const room = Math.max(8, columns);
  return Array.from({ length: Math.ceil(text.length / room) }, (_, index) =>
    text.slice(index * room, (index + 1) * room),
  );
}
