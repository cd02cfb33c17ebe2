import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { InvalidInput, Refused } from '../../domain/errors.ts';
import { toDomainError } from '../database/errors.ts';
import { clientConfig, parseDatabaseUrl } from '../database/url.ts';
import { demandPassword, hashPassword } from '../password.ts';
import { stripTables } from './bare.ts';
import { batches, calendar, shopDays } from './calendar.ts';
import { dice } from './dice.ts';
import { stageLines, writeOrders } from './lines.ts';
import { stageOrders } from './orders.ts';
import { writeHistory, writePayments } from './payments.ts';
import { writeCustomers, writeStaff, type SampleStaff } from './people.ts';
import { writeCatalog } from './products.ts';
import { finishPromos, writePromos } from './promos.ts';
import { customerCount, moment, temporary, type Shop } from './shop.ts';
import { finishStock, writeLedger, writeStock } from './stock.ts';
import { demandSampleOrEmpty, markSample, shopTables, withoutTriggers } from './tables.ts';
import { finishReviews, prepareReviews, writeReviews, writeVoices } from './voices.ts';

export interface SeedProgress {
  /** What is being written now. */
  readonly text: string;
  readonly done: number;
  readonly total: number;
}

export interface SeedOptions {
  /** How many orders, 1 to 5,000,000; the catalogue and the customers grow with them. Default 480. */
  readonly orders?: number;
  /** The same seed and the same `now` make the same shop. Default 1. */
  readonly seed?: number | string;
  /** Of all staff; else SOLEMATE_SEED_PASSWORD, else a random one that is in the report. */
  readonly password?: string;
  /** Key of the phone numbers; without it customers have none. */
  readonly piiKey?: string;
  /** Builds the indexes after the rows, and writes orders by month. Default: from 4,000 orders on. */
  readonly bulk?: boolean;
  /** The moment the shop is made for; nothing in it is later. Default: now. */
  readonly now?: Date;
  readonly onProgress?: (progress: SeedProgress) => void;
  /** Asked before a sample shop that is there goes, with all that was done in it; throws when it must stay. */
  readonly confirmReplacing?: () => Promise<void>;
}

export interface SeedReport {
  readonly orders: number;
  readonly seed: string;
  readonly now: string;
  /** Rows by table. */
  readonly counts: Readonly<Record<string, number>>;
  readonly staff: readonly SampleStaff[];
  /** The password that was made up for the staff; null when it was given. Told once, kept nowhere. */
  readonly password: string | null;
  readonly milliseconds: number;
}

/** From this many orders on it pays to build the indexes afterwards, and orders are written month by month. */
const large = 4_000;
const seeding = 7_235_467_312;

/**
 * Fills an empty (migrated) database with a sample shop, or replaces the sample shop that is there, in one transaction
 * whatever its size: a seed that is killed leaves what was there before. Nobody else can use the tables meanwhile.
 * @param ownerUrl the database as its owner, who alone may switch the triggers off
 * @throws Refused when the database holds anybody's data, InvalidInput, Unavailable
 */
export async function seed(ownerUrl: string, options: SeedOptions = {}): Promise<SeedReport> {
  const orders = options.orders ?? 480;
  if (!Number.isInteger(orders) || orders < 1 || orders > 5_000_000) {
    throw new InvalidInput(`A sample shop has 1 to 5,000,000 orders, not ${String(orders)}.`);
  }
  const password = options.password ?? process.env['SOLEMATE_SEED_PASSWORD'] ?? '';
  if (password !== '') demandPassword(password);
  const endpoint = parseDatabaseUrl(ownerUrl);
  const db = new pg.Client({ ...clientConfig(endpoint), application_name: 'solemate db seed' });
  // A connection that dies rejects the query that waits for it; the event must not end the process as well.
  db.on('error', () => undefined);
  try {
    await db.connect();
    return await fill(db, orders, password, options);
  } catch (error) {
    throw toDomainError(error, endpoint);
  } finally {
    await db.end().catch(() => undefined);
  }
}

async function fill(db: pg.Client, orders: number, given: string, options: SeedOptions): Promise<SeedReport> {
  const started = Date.now();
  const now = options.now ?? new Date();
  const name = String(options.seed ?? 1);
  const facts = { orders, seed: name, now: now.toISOString() };
  // jit would cost more than it saves; times are written as text in places, and text depends on these settings.
  await db.query(
    `set time zone 'UTC'; set datestyle = 'ISO, MDY'; set extra_float_digits = 1; set jit = off;
    set work_mem = '64MB'; set lock_timeout = '15s'; set statement_timeout = 0`,
  );
  const tables = await shopTables(db);
  await lock(db);
  const replacing = await demandSampleOrEmpty(db, tables);
  if (replacing) await options.confirmReplacing?.();
  const password = given === '' ? randomBytes(12).toString('base64url') : given;
  const shop: Shop = {
    db,
    dice: dice(name),
    now: moment(now),
    orders,
    customers: customerCount(orders),
    piiKey: options.piiKey,
  };
  const bulk = options.bulk ?? orders >= large;
  if (bulk) await db.query("set temp_buffers = '256MB'");
  const months = batches(calendar(orders, now), !bulk);
  const tell = teller(options.onProgress, months.length + (bulk ? tables.length + 5 : 3));
  const staff = await withoutTriggers(db, tables, async () => {
    // Nobody can write any more: what came in since the first look is seen now.
    if (!replacing) await demandSampleOrEmpty(db, tables);
    // A table that this transaction emptied leaves no dead rows behind when it is rolled back.
    if (replacing || bulk) await db.query(`truncate ${tables.join(', ')}`);
    const dress = bulk ? await stripTables(db, tables) : undefined;
    const people = await open(shop, now, password, tell);
    for (const batch of months) {
      tell(`Orders ${batch.from} to ${batch.to} (${batch.label})`);
      await stageOrders(shop, batch);
      await stageLines(shop);
      await writeOrders(shop);
      await writePayments(shop);
      await writeHistory(shop);
      await writeLedger(shop);
      await writeReviews(shop);
    }
    tell('Stock, uses and ratings');
    await close(shop);
    await dress?.(tell);
    await publish(shop, now);
    await markSample(db, facts);
    if (!bulk) await db.query(`analyze ${tables.join(', ')}`);
    return people;
  });
  await announce(db);
  const counts = await countRows(db, tables);
  tell('Done');
  const milliseconds = Date.now() - started;
  return { ...facts, counts, staff, password: password === given ? null : password, milliseconds };
}

/** Everything that orders need to be there. */
async function open(shop: Shop, now: Date, password: string, tell: (text: string) => void): Promise<SampleStaff[]> {
  const { db, orders } = shop;
  tell('Staff, catalogue and customers');
  const days = calendar(orders, now).map((day, index) => ({ idx: index + 1, ...day }));
  await temporary(db, 'seed_days', 'idx int, day timestamptz, first bigint, count int, top float8', days);
  const first = new Date(now.getTime() - (shopDays + 1) * 86_400_000);
  const months = (now.getUTCFullYear() - first.getUTCFullYear()) * 12 + now.getUTCMonth() - first.getUTCMonth() + 4;
  await db.query('select ensure_order_partitions($1::date, $2)', [first.toISOString().slice(0, 10), months]);
  const staff = await writeStaff(shop, await hashPassword(password));
  await writeCatalog(shop);
  await writeCustomers(shop);
  await writePromos(shop);
  await writeStock(shop);
  await prepareReviews(shop);
  return staff;
}

/** What triggers would have counted. */
async function close(shop: Shop): Promise<void> {
  await writeVoices(shop);
  await finishPromos(shop);
  await finishStock(shop);
  await finishReviews(shop);
  await shop.db.query(
    `insert into product_versions (id, product_id, version_number, data, changed_by, created_at)
    select
      ${shop.dice.uuid('product version', 'p.id')}, p.id, p.version,
      to_jsonb(p) - array['search_vector', 'review_count', 'avg_rating'], null, p.created_at
    from products p`,
  );
}

async function publish({ db, orders }: Shop, now: Date): Promise<void> {
  await db.query("select setval('order_number_seq', $1)", [orders]);
  // It needs the keys that a large shop gets back only now.
  await db.query('select refresh_product_search(array(select p.id from products p))');
  await db.query('refresh materialized view product_stats');
  await db.query('analyze product_stats');
  await db.query(
    `insert into store_settings (key, value)
    values ('product_stats_refreshed_at', to_jsonb($1::timestamptz))
    on conflict (key) do update set value = excluded.value`,
    [now.toISOString()],
  );
}

/** Two seeds at once would wait for each other's tables and then write twice: the second is told so. */
async function lock(db: pg.Client): Promise<void> {
  const { rows } = await db.query<{ got: boolean }>('select pg_try_advisory_lock($1) as got', [seeding]);
  if (!rows[0]?.got) throw new Refused('Somebody else is writing a sample shop into this database now.');
}

function teller(onProgress: SeedOptions['onProgress'], total: number): (text: string) => void {
  let done = 0;
  return (text) => {
    onProgress?.({ text, done, total: total - 1 });
    done += 1;
  };
}

/** Terminals that are open show the old shop until they are told. */
async function announce(db: pg.Client): Promise<void> {
  await db.query(
    `select pg_notify('solemate_changes', json_build_object('table', name, 'ids', '{}'::uuid[])::text)
    from unnest(array['orders', 'payments', 'refunds', 'shipments', 'inventory', 'products', 'product_variants',
      'reviews', 'promo_codes', 'users']) name`,
  );
}

async function countRows(db: pg.Client, tables: readonly string[]): Promise<Record<string, number>> {
  const counts = tables.map((table) => `select '${table}' as name, count(*)::int as rows from ${table}`);
  const { rows } = await db.query<{ name: string; rows: number }>(counts.join(' union all '));
  return Object.fromEntries(rows.map((row) => [row.name, row.rows]));
}
