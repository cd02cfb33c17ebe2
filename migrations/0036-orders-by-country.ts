import type { Migration } from './migration.ts';

// A country that few orders go to was looked for through all of them, newest first (quality.md: no list reads a large
// table through). What an expression holds is guessed until it is analyzed, and by the guess the index is not used.
export const ordersByCountry: Migration = {
  name: '0036-orders-by-country',
  up: `
create index idx_orders_country on orders (upper(shipping_address ->> 'country'), created_at desc, id desc);
analyze orders;
`,
  down: `
drop index idx_orders_country;
`,
};
