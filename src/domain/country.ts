import { lazily } from './remembered.ts';

/** Made once: to look at all codes with one for each takes 50 ms. */
const regions = lazily(() => new Intl.DisplayNames('en', { type: 'region', fallback: 'none' }));

/** Have a name as well, and are no country one sends to: unions, placeholders, and codes that were given up. */
const none = /^(?:AN|BU|CS|D[DY]|EU|EZ|FX|HV|NH|QO|RH|SU|TP|UK|UN|VD|X[AB]|Y[DU]|Z[RZ])$/u;

/** All of them, by code: for what completes one. */
export const countries = lazily((): readonly string[] => {
  const letters = Array.from({ length: 26 }, (_, index) => String.fromCharCode(65 + index));
  return letters.flatMap((first) => letters.map((second) => first + second)).filter(isCountry);
});

/** Whether two capitals are the code of a country (ISO 3166-1), as the ICU data of this Node knows them. */
export const isCountry = (code: string): boolean =>
  /^[A-Z]{2}$/u.test(code) && !none.test(code) && regions().of(code) !== undefined;
