/** A moment as people write it. All of it is UTC, as everything that the program shows. */
export interface When {
  /** What operations take: `2026-12-24` for a whole day, `2026-12-24T18:00Z` for a moment. */
  readonly value: string;
  /** The moment, or the beginning of the day. */
  readonly at: Date;
  readonly wholeDay: boolean;
}

const minute = 60_000;
const day = 86_400_000;
const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const numbers: Readonly<Record<string, number>> = { a: 1, an: 1, one: 1, two: 2, three: 3, four: 4, five: 5, six: 6 };

/**
 * `2026-12-24`, `24.12.2026`, `24 dec`, `today`, `friday`, `in 2 weeks`, `3 days ago`, `end of month`, each with a time
 * behind it if wanted (`tomorrow 18:00`, `fri at 6pm`); `18:00` alone is the next one, `in 2 hours` a moment.
 * @returns undefined for what is none of these, and for days that no calendar has
 */
export function readWhen(text: string, now: Date): When | undefined {
  const words = text
    .trim()
    .toLowerCase()
    .replaceAll(/\s+/gu, ' ')
    .replace(/ ?utc$/u, '');
  const moment = readMoment(words, now);
  if (moment) return atMoment(moment);
  const [, dayWords = '', timeWords] =
    /^(.*?)(?:(?:^| |t|, ?)(?:at )?(\d{1,2}:\d{2}|\d{1,2} ?[ap]m)z?)?$/u.exec(words) ?? [];
  const time = timeWords === undefined ? undefined : readTime(timeWords);
  if (timeWords !== undefined && time === undefined) return undefined;
  if (dayWords === '') return time === undefined ? undefined : nextAt(time, now);
  const date = readDay(dayWords, now);
  if (!date || !fits(date)) return undefined;
  return time === undefined
    ? { value: date.toISOString().slice(0, 10), at: date, wholeDay: true }
    : atMoment(new Date(date.getTime() + time * minute));
}

/** `Thu 2026-12-24 18:00 UTC`, as what was typed is shown back. */
export function tellWhen({ at, wholeDay }: When): string {
  const iso = at.toISOString();
  const name = weekdays[at.getUTCDay()]?.slice(0, 3) ?? '';
  const date = `${name.charAt(0).toUpperCase()}${name.slice(1)} ${iso.slice(0, 10)}`;
  return wholeDay ? `${date}, the day in UTC` : `${date} ${iso.slice(11, 16)} UTC`;
}

function atMoment(at: Date): When | undefined {
  if (!fits(at)) return undefined;
  const whole = new Date(Math.floor(at.getTime() / minute) * minute);
  return { value: `${whole.toISOString().slice(0, 16)}Z`, at: whole, wholeDay: false };
}

/** Four digits of a year: beyond them a date is written in another way, and meant by nobody. */
const fits = (date: Date) => date.getTime() >= Date.UTC(1000, 0) && date.getTime() < Date.UTC(10_000, 0);

function nextAt(time: number, now: Date): When | undefined {
  const today = startOf(now).getTime() + time * minute;
  return atMoment(new Date(today > now.getTime() ? today : today + day));
}

/** Of the day, in minutes. */
function readTime(text: string): number | undefined {
  const [, hours = '', minutes = '0', half] = /^(\d{1,2})(?::(\d{2}))? ?([ap])?m?$/u.exec(text) ?? [];
  const hour = half === undefined ? Number(hours) : (Number(hours) % 12) + (half === 'p' ? 12 : 0);
  const tooLate = half === undefined ? hour > 23 : Number(hours) > 12 || Number(hours) === 0;
  return hours === '' || tooLate || Number(minutes) > 59 ? undefined : hour * 60 + Number(minutes);
}

/** What is counted in hours or minutes from now. */
function readMoment(text: string, now: Date): Date | undefined {
  if (text === 'now') return now;
  const ahead = readAhead(text);
  if (!ahead || !/^(h|min)/u.test(ahead.unit)) return undefined;
  return new Date(now.getTime() + ahead.count * (ahead.unit.startsWith('h') ? 60 : 1) * minute);
}

function readDay(text: string, now: Date): Date | undefined {
  const today = startOf(now);
  const ahead = readAhead(text);
  if (ahead) return stepped(today, ahead.count, ahead.unit);
  if (text === 'today' || text === 'tonight') return today;
  if (text === 'tomorrow') return new Date(today.getTime() + day);
  if (text === 'yesterday') return new Date(today.getTime() - day);
  return readEnd(text, today) ?? readWeekday(text, today) ?? readDate(text, today);
}

/** `in 2 weeks`, `a month ago`, `+3d`. */
function readAhead(text: string): { readonly count: number; readonly unit: string } | undefined {
  const units = '(h|hours?|min|minutes?|d|days?|w|weeks?|months?|y|years?)';
  const found =
    new RegExp(`^(in |\\+ ?)(\\d{1,5}|[a-z]+) ?${units}$`, 'u').exec(text) ??
    new RegExp(`^()(\\d{1,5}|[a-z]+) ?${units} ago$`, 'u').exec(text);
  if (!found) return undefined;
  const [, sign = '', given = '', unit = ''] = found;
  const count = /^\d/u.test(given) ? Number(given) : numbers[given];
  return count === undefined ? undefined : { count: sign === '' ? -count : count, unit };
}

function stepped(from: Date, count: number, unit: string): Date | undefined {
  if (unit.startsWith('d')) return new Date(from.getTime() + count * day);
  if (unit.startsWith('w')) return new Date(from.getTime() + count * 7 * day);
  return addMonths(from, unit.startsWith('y') ? count * 12 : count);
}

/** A month after January 31 is the last day of February. */
function addMonths(from: Date, count: number): Date {
  const first = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + count, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  return new Date(first.getTime() + (Math.min(from.getUTCDate(), last) - 1) * day);
}

function readEnd(text: string, today: Date): Date | undefined {
  const unit = /^end of (?:the |this )?(week|month|year)$/u.exec(text)?.[1];
  if (unit === 'week') return new Date(today.getTime() + ((7 - today.getUTCDay()) % 7) * day);
  if (unit === 'month') return new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() + 1, 0));
  return unit === undefined ? undefined : new Date(Date.UTC(today.getUTCFullYear(), 11, 31));
}

/** The next one after today; three letters are enough. */
function readWeekday(text: string, today: Date): Date | undefined {
  const word = text.replace(/^(next|on) /u, '');
  const at = word.length < 3 ? -1 : weekdays.findIndex((name) => name.startsWith(word));
  return at < 0 ? undefined : new Date(today.getTime() + ((at - today.getUTCDay() + 6) % 7) * day + day);
}

function readDate(text: string, today: Date): Date | undefined {
  const iso = /^(\d{4})-(\d{2})-(\d{2})$/u.exec(text);
  if (iso) return dateOf(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const dotted = /^(\d{1,2})\.(\d{1,2})\.(\d{4})?$/u.exec(text);
  if (dotted) return coming(Number(dotted[2]), Number(dotted[1]), dotted[3], today);
  const named = /^(\d{1,2})\.? ([a-z]{3})[a-z]*\.?(?: (\d{4}))?$/u.exec(text) ?? undefined;
  const turned = /^([a-z]{3})[a-z]*\.? (\d{1,2})(?:,? (\d{4}))?$/u.exec(text) ?? undefined;
  if (named) return coming(months.indexOf(named[2] ?? '') + 1, Number(named[1]), named[3], today);
  if (turned) return coming(months.indexOf(turned[1] ?? '') + 1, Number(turned[2]), turned[3], today);
  return undefined;
}

/** Without a year the next one that comes. */
function coming(month: number, of: number, year: string | undefined, today: Date): Date | undefined {
  if (year !== undefined) return dateOf(Number(year), month, of);
  const here = dateOf(today.getUTCFullYear(), month, of);
  return here && here >= today ? here : dateOf(today.getUTCFullYear() + 1, month, of);
}

/** JavaScript takes February 31 for March 3: here it is no day. */
function dateOf(year: number, month: number, of: number): Date | undefined {
  const date = new Date(Date.UTC(year, month - 1, of));
  return year >= 1000 && date.getUTCMonth() === month - 1 && date.getUTCDate() === of ? date : undefined;
}

const startOf = (time: Date) => new Date(Math.floor(time.getTime() / day) * day);
