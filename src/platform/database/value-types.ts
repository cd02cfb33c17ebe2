import pg from 'pg';

type Parse = (text: string) => unknown;

const builtin = pg.types.builtins;
const identity: Parse = (text) => text;
const numericArray = 1231;
const bigintArray = 1016;
const getParser = pg.types.getTypeParser as unknown as (oid: number, format?: string) => Parse;
const stringArray = getParser(1009);

const parsers = new Map<number, Parse>([
  // A day is no instant: as a Date it would move with the machine's time zone.
  [builtin.DATE, identity],
  [builtin.TIMESTAMP, (text) => new Date(`${text.replace(' ', 'T')}Z`)],
  [numericArray, stringArray],
  [bigintArray, stringArray],
]);

/** Extensions' types have a number of their own in each database; the ORM tells hstore's once it knows. */
export function learnType(oid: number, parse: Parse): void {
  parsers.set(oid, parse);
}

/** How columns become values: money and bigint strings, timestamps Date, days 'YYYY-MM-DD', jsonb values. */
export const valueTypes: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: string) =>
    (format === 'binary' ? undefined : parsers.get(oid)) ??
    getParser(oid, format)) as pg.CustomTypesConfig['getTypeParser'],
};
