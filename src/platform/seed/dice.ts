import { createHash } from 'node:crypto';

/**
 * Chance that can be repeated: every value is a hash of (seed, label, key), so the same seed makes the same shop and two
 * columns with different labels do not depend on each other. In SQL the hash is PostgreSQL's own, so that a million
 * rows need no round trip; hashint8extended also places rows in hash partitions and is therefore kept stable by PostgreSQL.
 */
export interface Dice {
  /** SQL: a float8 in [0, 1) for a bigint expression. */
  unit(key: string, label: string): string;
  /** SQL: an integer in [low, high], both whole numbers. */
  whole(key: string, label: string, low: number, high: number): string;
  /** SQL: a bigint expression's place in an array expression, each place equally likely. */
  pick(array: string, key: string, label: string): string;
  /** SQL: a version 4 UUID for a text or number expression; the same key under the same label is the same id. */
  uuid(label: string, key: string): string;
  /** The UUID that `uuid` makes in SQL, for a key known here. */
  uuidOf(label: string, key: string | number): string;
  /** A number in [0, 1) made here. */
  roll(label: string, key: string | number): number;
  /** One of the given things. */
  choose<T>(things: readonly T[], label: string, key: string | number): T;
}

export function dice(seed: number | string): Dice {
  const name = String(seed);
  const digest = (text: string) =>
    createHash('sha256')
      .update(JSON.stringify([name, text]))
      .digest();
  const salt = (label: string) => digest(label).readBigInt64BE() >> 2n;
  const prefix = (label: string) => digest(`id ${label}`).toString('hex').slice(0, 16);
  const unit = (key: string, label: string) =>
    `((hashint8extended((${key})::bigint, ${salt(label)}) & 4294967295)::float8 / 4294967296)`;
  const roll = (label: string, key: string | number) => digest(`${label} ${key}`).readUInt32BE() / 4294967296;
  return {
    unit,
    whole: (key, label, low, high) => `(${low} + floor(${high - low + 1} * ${unit(key, label)}))::int`,
    pick: (array, key, label) => `(${array})[1 + floor(array_length(${array}, 1) * ${unit(key, label)})::int]`,
    uuid: (label, key) =>
      `overlay(overlay(md5('${prefix(label)}' || (${key})) placing '4' from 13) placing '8' from 17)::uuid`,
    uuidOf: (label, key) => {
      const hex = createHash('md5')
        .update(`${prefix(label)}${key}`)
        .digest('hex');
      const id = `${hex.slice(0, 12)}4${hex.slice(13, 16)}8${hex.slice(17)}`;
      return id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
    },
    roll,
    choose: (things, label, key) => {
      const thing = things[Math.floor(roll(label, key) * things.length)];
      if (thing === undefined) throw new RangeError(`nothing to choose for ${label}`);
      return thing;
    },
  };
}
