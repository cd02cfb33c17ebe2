import { amount, temporary, type Shop } from './shop.ts';

interface SamplePromo {
  readonly code: string;
  readonly description: string;
  readonly type: 'PERCENTAGE' | 'FIXED_AMOUNT' | 'FREE_SHIPPING';
  /** Hundredths: of a per cent or of the currency. */
  readonly value: number;
  readonly minimum: number;
  /** Days from now; null: no end. */
  readonly from: number;
  readonly until: number | null;
  readonly active: boolean;
  /** none: no limit. spent: the limit is what was used. room: some are left, out of this many more. */
  readonly limit: 'none' | 'spent' | number;
  /** Days from now between which orders used it; null: nobody did. */
  readonly used: readonly [number, number] | null;
}

const promo = (
  code: string,
  description: string,
  [type, value, minimum]: readonly [SamplePromo['type'], number, number],
  [from, until]: readonly [number, number | null],
  limit: SamplePromo['limit'],
  used: SamplePromo['used'],
  active = true,
): SamplePromo => ({ code, description, type, value, minimum, from, until, active, limit, used });

const always = [-1000, 0] as const;

const samplePromos: readonly SamplePromo[] = [
  promo('FIRST100', 'The first customers of the new shop', ['FIXED_AMOUNT', 500, 0], [-600, 60], 'spent', [-600, -240]),
  promo('WELCOME10', '10 % for newcomers', ['PERCENTAGE', 1000, 0], [-600, null], 'none', always),
  promo('STEP15', '15 % from 150', ['PERCENTAGE', 1500, 15000], [-200, 45], 500, always),
  promo('FREESHIP', 'Free shipping', ['FREE_SHIPPING', 0, 0], [-400, null], 'none', always),
  promo('TAKE20', '20 off from 180', ['FIXED_AMOUNT', 2000, 18000], [-90, 20], 250, always),
  promo('SUMMER25', 'Summer sale', ['PERCENTAGE', 2500, 0], [-180, -110], 'none', always),
  promo('BLACKFRIDAY30', 'Black Friday of last year', ['PERCENTAGE', 3000, 0], [-375, -355], 'none', always),
  promo('SCHOOL10', 'Back to school', ['FIXED_AMOUNT', 1000, 5000], [-130, -75], 'none', always),
  promo('INFLUENCER20', 'Stopped: the code leaked', ['PERCENTAGE', 2000, 0], [-220, 90], 'none', [-220, -150], false),
  promo('CYBER35', 'Cyber week, not yet open', ['PERCENTAGE', 3500, 0], [6, 13], 'none', null),
  promo('NEWYEAR', 'New year, not yet open', ['FREE_SHIPPING', 0, 0], [40, 60], 100, null),
  promo('VIP50', 'Half price for ten friends of the house', ['PERCENTAGE', 5000, 0], [-20, 30], 10, null),
];

/** Single-use gift codes, as `promos generate` makes them. */
const giftCodes = 20;

/** Makes seed_promos: the codes that orders used, with their window in time. */
export async function writePromos(shop: Shop): Promise<void> {
  const { db, dice, now } = shop;
  const rows = samplePromos.map((one, index) => ({
    i: index,
    id: dice.uuidOf('promo', one.code),
    ...one,
    used_from: one.used === null ? null : Math.max(one.used[0], one.from),
    used_until: one.used === null ? null : Math.min(one.used[1], one.until ?? 0),
    limit_kind: typeof one.limit === 'number' ? 'room' : one.limit,
    room: typeof one.limit === 'number' ? one.limit : 0,
  }));
  await temporary(
    db,
    'seed_promo_rows',
    `i int, id uuid, code text, description text, type text, value int, minimum int, "from" int, until int,
    active boolean, used_from int, used_until int, limit_kind text, room int`,
    rows,
  );
  await db.query(
    `insert into promo_codes (
      id, code, description, discount_type, discount_value, minimum_order, valid_from, valid_until, is_active, created_at
    )
    select
      id, code, description, type, ${amount('value')}, ${amount('minimum')},
      date_trunc('day', ${now}) + make_interval(days => "from"),
      date_trunc('day', ${now}) + make_interval(days => until),
      active,
      date_trunc('day', ${now}) + make_interval(days => least("from", 0) - 3)
    from seed_promo_rows`,
  );
  await db.query(
    `insert into promo_codes (
      id, code, description, discount_type, discount_value, max_uses, valid_from, valid_until, created_at
    )
    select
      ${dice.uuid('gift', 'n')}, 'GIFT-' || upper(substr(md5(${dice.uuid('gift', 'n')}::text), 1, 8)),
      'Gift card ' || n, 'FIXED_AMOUNT', 25, 1,
      date_trunc('day', ${now}) - interval '12 days', date_trunc('day', ${now}) + interval '353 days',
      date_trunc('day', ${now}) - interval '12 days'
    from generate_series(1, ${giftCodes}) n`,
  );
  await db.query(
    `create temp table seed_promos as
    select
      row_number() over (order by i) as place, id, type, value, minimum,
      date_trunc('day', ${now}) + make_interval(days => used_from) as used_from,
      date_trunc('day', ${now}) + make_interval(days => used_until) as used_until
    from seed_promo_rows
    where used_from is not null`,
  );
}

/** The counters that a trigger would have kept, and limits that fit them. */
export async function finishPromos({ db }: Shop): Promise<void> {
  await db.query(
    `update promo_codes c
    set current_uses = u.uses
    from (
      select promo_code_id, count(*) as uses
      from promo_usage
      group by promo_code_id
    ) u
    where u.promo_code_id = c.id`,
  );
  await db.query(
    `update promo_codes c
    set max_uses = case r.limit_kind when 'spent' then greatest(c.current_uses, 1) else c.current_uses + r.room end
    from seed_promo_rows r
    where r.id = c.id
      and r.limit_kind <> 'none'`,
  );
}
