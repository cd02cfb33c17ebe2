import { remembered } from './remembered.ts';

/**
 * Making a format takes as long as a thousand uses of it, and a screen full of numbers asks for one in every cell; the first
 * one of all costs a start 30 ms, so none is made before something is to be written.
 */
const numbers = new Map<string, Intl.NumberFormat>();
const times = new Map<string, Intl.DateTimeFormat>();

export const numberFormat = (locale: string, options: Intl.NumberFormatOptions = {}): Intl.NumberFormat =>
  kept(numbers, locale, options, () => new Intl.NumberFormat(locale, options));

export const timeFormat = (locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
  kept(times, locale, options, () => new Intl.DateTimeFormat(locale, options));

const kept = <T>(all: Map<string, T>, locale: string, options: object, make: () => T): T =>
  remembered(all, 1000, locale + JSON.stringify(options), make);
