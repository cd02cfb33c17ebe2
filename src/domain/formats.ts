import { remembered } from './remembered.ts';

/**
 * Making a format takes as long as a thousand uses of it, and a screen full of numbers asks for one in every cell; the first
 * one of all costs a start 30 ms, so none is made before something is to be written.
 */
const numbers = remembered(1000, (asked: string) => new Intl.NumberFormat(...read<Intl.NumberFormatOptions>(asked)));
const times = remembered(1000, (asked: string) => new Intl.DateTimeFormat(...read<Intl.DateTimeFormatOptions>(asked)));

export const numberFormat = (locale: string, options: Intl.NumberFormatOptions = {}): Intl.NumberFormat =>
  numbers(JSON.stringify([locale, options]));

export const timeFormat = (locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
  times(JSON.stringify([locale, options]));

const read = <O>(asked: string): [locale: string, options: O] => JSON.parse(asked) as [string, O];
