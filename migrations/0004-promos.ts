import type { Migration } from './migration.ts';

// schema.md row 1: orders refer to promo codes, so promo codes come first.
const tables = `
create table promo_codes (
  id uuid primary key default gen_random_uuid(),
  code varchar(50) unique not null,
  description text,
  discount_type varchar(20) not null,
  discount_value decimal(10, 2) not null,
  minimum_order decimal(10, 2) not null default 0,
  max_uses integer,
  current_uses integer not null default 0,
  valid_from timestamptz,
  valid_until timestamptz,
  is_active boolean not null default true,
  version integer not null default 1,
  created_at timestamptz not null default current_timestamp,
  constraint check_discount_type check (discount_type in ('PERCENTAGE', 'FIXED_AMOUNT', 'FREE_SHIPPING')),
  -- schema.md row 32
  constraint check_promo_code check (code = upper(btrim(code)) and code <> ''),
  constraint check_discount_value check (
    case discount_type
      when 'PERCENTAGE' then discount_value > 0 and discount_value <= 100
      when 'FIXED_AMOUNT' then discount_value > 0
      else discount_value = 0
    end
  ),
  constraint check_minimum_order check (minimum_order >= 0),
  constraint check_promo_window check (valid_until > valid_from),
  constraint check_max_uses check (max_uses > 0),
  constraint check_uses check (current_uses >= 0 and (max_uses is null or current_uses <= max_uses))
);
create index idx_promo_codes_code on promo_codes (code);
create index idx_promo_codes_active on promo_codes (is_active, created_at desc, id desc);
create index idx_promo_codes_created_at on promo_codes (created_at desc, id desc);
create index idx_promo_codes_code_trgm on promo_codes using gin (lower(code) gin_trgm_ops);

-- a use of the code is no edit of it
create trigger promo_codes_version
  before update on promo_codes
  for each row when (old.current_uses = new.current_uses)
  execute function bump_version();
create trigger promo_codes_uses_guard
  before update of current_uses on promo_codes
  for each row when (old.current_uses <> new.current_uses)
  execute function refuse_direct_write(
    'promo_codes_uses_derived', 'the uses of a promo code are counted from promo_usage and cannot be set'
  );
`;

export const promos: Migration = {
  name: '0004-promos',
  up: tables,
  down: `
drop table promo_codes;
`,
};
