import type { Route } from './window.ts';

/** `YYYY-MM-DD HH:MM:SS.mmm+00`: with a T or a Z pgBackRest refuses it, without a zone it takes the machine's. */
const targetText = (at: number): string => `${new Date(at).toISOString().replace('T', ' ').replace('Z', '')}+00`;

/** Words behind `pgbackrest … --stanza=S`. @param at undefined: all that is archived */
export function restoreWords({ backup, timeline }: Route, at: number | undefined, target: { data?: string }): string[] {
  return [
    // Beside a live cluster: without these the copy would write into that one's directory and its archive.
    ...(target.data === undefined ? [] : [`--pg1-path=${target.data}`, '--archive-mode=off']),
    `--set=${backup.label}`,
    ...(timeline === undefined ? [] : [`--target-timeline=${timeline}`]),
    ...(at === undefined ? [] : ['--type=time', `--target=${targetText(at)}`, '--target-action=promote']),
    'restore',
  ];
}

/** `2024-09-20 14:30:00+00`, also with T, a fraction, Z or another zone. @returns milliseconds; undefined: not understood */
export function readMoment(text: string): number | undefined {
  const [, date, time, zone = ''] =
    /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?)\s*(Z|UTC|[+-]\d\d(?::?\d\d)?)$/u.exec(text.trim()) ?? [];
  if (date === undefined || time === undefined) return undefined;
  const offset =
    zone === 'UTC'
      ? 'Z'
      : zone.replace(/^([+-]\d\d)(?::?(\d\d))?$/u, (_all, hours: string, minutes = '00') => `${hours}:${minutes}`);
  const at = Date.parse(`${date}T${time}${offset}`);
  return Number.isNaN(at) ? undefined : at;
}
