const regions = () => new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });

/** Have a name as well, and are no country one sends to: unions, placeholders, and codes that were given up. */
const none = /^(?:AN|BU|CS|DD|EU|EZ|FX|QO|SU|TP|UK|UN|X[AB]|Y[DU]|Z[RZ])$/u;

/** Whether two capitals are the code of a country (ISO 3166-1), as the ICU data of this Node knows them. */
export const isCountry = (code: string): boolean =>
  /^[A-Z]{2}$/u.test(code) && !none.test(code) && regions().of(code) !== undefined;
