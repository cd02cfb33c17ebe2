import { hashPhone, sealPhone } from '../pii.ts';
import { slugOf } from './catalog.ts';
import { hostileNames, locales, mailDomains, staffPeople } from './names.ts';
import { shopDays } from './calendar.ts';
import { span, temporary, type Shop } from './shop.ts';

export interface SampleStaff {
  readonly email: string;
  readonly role: string;
}

/** Nobody signs in with it: no password hashes to this. Customers sign in at the storefront, never here. */
const noPassword = '!';

/** The staff of every role, all with one password hash. Makes seed_staff: the ids of each role as an array. */
export async function writeStaff(shop: Shop, passwordHash: string): Promise<SampleStaff[]> {
  const { db, dice, now } = shop;
  const rows = staffPeople.map(([first, last, role, local]) => {
    const email = `${local}@solemate.example`;
    return { id: dice.uuidOf('staff', local), email, first_name: first, last_name: last, role };
  });
  await temporary(db, 'seed_staff_rows', 'id uuid, email text, first_name text, last_name text, role text', rows);
  await db.query(
    `insert into users (
      id, email, password_hash, first_name, last_name, role, email_verified, last_login_at, created_at, updated_at
    )
    select
      id, email, $1, first_name, last_name, role, true, ${now} - interval '1 day', ${now} - interval '700 days',
      ${now} - interval '700 days'
    from seed_staff_rows`,
    [passwordHash],
  );
  await db.query(
    `create temp table seed_staff as
    select role, array_agg(id order by email) as ids
    from seed_staff_rows
    group by role`,
  );
  return rows.map(({ email, role }) => ({ email, role }));
}

async function prepareNames({ db }: Shop): Promise<void> {
  const all = locales.reduce((sum, locale) => sum + locale.weight, 0);
  let low = 0;
  const rows = locales.map((locale) => {
    const from = low / all;
    low += locale.weight;
    return {
      low: from,
      high: low / all,
      country: locale.country,
      first: locale.first,
      last: locale.last,
      first_plain: locale.first.map((name) => slugOf(name) || 'customer'),
      last_plain: locale.last.map((name) => slugOf(name) || locale.code),
      streets: locale.streets,
      cities: locale.places.map(([city]) => city),
      states: locale.places.map(([, state]) => state),
      codes: locale.places.map(([, , code]) => code),
    };
  });
  const texts = ['first', 'last', 'first_plain', 'last_plain', 'streets', 'cities', 'states', 'codes'];
  const columns = `low float8, high float8, country text, ${texts.map((name) => `${name} text[]`).join(', ')}`;
  await temporary(db, 'seed_locales', columns, rows);
  const hostile = hostileNames.map(([first, last], index) => ({ n: (index + 1) * 3, first, last }));
  await temporary(db, 'seed_hostile', 'n int, first text, last text', hostile);
}

/**
 * Customers, numbered as they joined. Makes seed_c: number, id, name, address as orders keep it, home warehouse, joined.
 * The first 15 of 100 were there when the shop's 18 months began; the others join just before the order of their turn,
 * so that nobody orders before they joined (orders.ts picks customers by the same rule).
 */
export async function writeCustomers(shop: Shop): Promise<void> {
  const { db, dice, now, orders, customers } = shop;
  await prepareNames(shop);
  await db.query(
    `create temp table seed_c as
    with numbered as (
      select
        n,
        greatest(1, floor(${orders} * (n::float8 / ${customers} - 0.15) / 0.85))::bigint as first_order
      from generate_series(1, ${customers}::bigint) n
    )
    select
      c.n,
      ${dice.uuid('customer', 'c.n')} as id,
      coalesce(h.first, ${dice.pick('l.first', 'c.n', 'first')}) as first_name,
      coalesce(h.last, ${dice.pick('l.last', 'c.n', 'last')}) as last_name,
      case
        when h.n is not null then 'guest'
        else ${dice.pick('l.first_plain', 'c.n', 'first')} || '.' || ${dice.pick('l.last_plain', 'c.n', 'last')}
      end || '.' || c.n || '@' || ${dice.pick('$1::text[]', 'c.n', 'domain')} as email,
      l.country,
      ${dice.pick('l.streets', 'c.n', 'street')} || ' ' || ${dice.whole('c.n', 'house', 1, 180)} as street_1,
      case
        when ${dice.unit('c.n', 'flat')} < 0.25 then 'Apt ' || ${dice.whole('c.n', 'door', 1, 40)}
      end as street_2,
      ${dice.pick('l.cities', 'c.n', 'city')} as city,
      ${dice.pick('l.states', 'c.n', 'city')} as state,
      ${dice.pick('l.codes', 'c.n', 'city')} as postal_code,
      case
        when l.country in ('CZ', 'GR', 'AE', 'IN') then 2
        when l.country in ('NL', 'GB', 'FR') then 1
        else 0
      end as home,
      date_trunc('milliseconds', case
        when c.n <= 0.15 * ${customers} or d.day is null
          then ${now} - ${span(`${shopDays + 5} + 340 * ${dice.unit('c.n', 'joined')}`, 'days')}
        else d.day - ${span(`0.1 + 20 * ${dice.unit('c.n', 'joined')}`, 'hours')}
      end) as joined
    from numbered c
    left join seed_hostile h on h.n = c.n
    join seed_locales l
      on ${dice.unit('c.n', 'locale')} >= l.low
      and ${dice.unit('c.n', 'locale')} < l.high
    left join seed_days d on d.idx = width_bucket(c.first_order, (select array_agg(first order by idx) from seed_days))`,
    [mailDomains],
  );
  await db.query('create unique index on seed_c (n)');
  await db.query('analyze seed_c');
  await writePhones(shop);
  await db.query(
    `insert into users (
      id, email, password_hash, first_name, last_name, phone_number, phone_number_hash, is_active, email_verified,
      last_login_at, created_at, updated_at, deleted_at
    )
    select
      id, email, '${noPassword}', first_name, last_name,
      sealed, hash,
      n % 97 <> 0 and n % 211 <> 0,
      ${dice.unit('n', 'verified')} < 0.85,
      case
        when ${dice.unit('n', 'login')} < 0.8
          then joined + ${span(`extract(epoch from ${now} - joined) * ${dice.unit('n', 'last login')}`, 'secs')}
      end,
      joined,
      joined,
      case when n % 211 = 0 then greatest(joined, ${now} - interval '3 hours') end
    from seed_c
    left join seed_phones using (n)`,
  );
  await db.query(
    `insert into addresses (
      id, user_id, type, name, street_1, street_2, city, state, postal_code, country, phone, is_default, created_at
    )
    select
      ${dice.uuid('address', "n || '.' || kind")}, c.id, case kind when 2 then 'billing' else 'shipping' end,
      left(c.first_name || ' ' || c.last_name, 100),
      case kind when 3 then ${dice.whole('n', 'other house', 1, 99)} || ' Harbour Street' else street_1 end,
      street_2, city, state, postal_code, country,
      case when kind = 1 then f.sealed end,
      kind < 3,
      joined
    from seed_c c
    cross join generate_series(1, 3) kind
    left join seed_phones f using (n)
    where kind = 1
      or (kind = 2 and ${dice.unit('n', 'billing')} < 0.3)
      or (kind = 3 and ${dice.unit('n', 'second')} < 0.2)`,
  );
}

const phonesAtOnce = 5_000;

/**
 * Makes seed_phones: number of the customer, telephone number encrypted, its hash. Encrypted here and not by the
 * database, for the key would stand in its log; without a key nobody has a number.
 */
async function writePhones({ db, dice, piiKey }: Shop): Promise<void> {
  await db.query('create temp table seed_phones (n bigint primary key, sealed text, hash bytea)');
  if (piiKey === undefined) return;
  const phone = `'+1 ' || ${dice.whole('n', 'area', 201, 989)} || ' 555 01' || lpad(${dice.whole('n', 'line', 0, 99)}::text, 2, '0')`;
  for (let after = '0'; ;) {
    const { rows } = await db.query<{ n: string; phone: string }>(
      `select n::text as n, ${phone} as phone
      from seed_c
      where n > $1::bigint
        and ${dice.unit('n', 'phone')} < 0.7
      order by n
      limit ${phonesAtOnce}`,
      [after],
    );
    await db.query(
      `insert into seed_phones (n, sealed, hash)
      select * from unnest($1::bigint[], $2::text[], $3::bytea[])`,
      [
        rows.map(({ n }) => n),
        rows.map((row) => sealPhone(row.phone, piiKey)),
        rows.map((row) => hashPhone(row.phone, piiKey)),
      ],
    );
    const last = rows.at(-1);
    if (!last || rows.length < phonesAtOnce) return;
    after = last.n;
  }
}
