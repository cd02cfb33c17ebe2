import { renumber } from './numbers.ts';
import type { World } from './world.ts';

/** A command line, or what no command line can bring about. */
export type Step = string | ((world: World) => Promise<void>);

export const theOrder = 'SM-2026-000123';
const order = theOrder;
const reason = '--reason "an example"';

const placed: Step[] = [
  async (world) => {
    const { stdout, stderr } = await world.run(
      'orders place anna@example.com --lines RUN-42-BLK=1,SOCKS=2 --shipping 4.90 --json',
    );
    const number = /"order_number":"([^"]+)"/u.exec(stdout)?.[1];
    if (number === undefined) throw new Error(`no order was placed: ${stderr}`);
    await renumber(world.db, number, order);
  },
];
const paid: Step[] = [...placed, `payments record ${order} --reference "SEPA 4711-0"`];
const confirmed: Step[] = [...paid, `orders confirm ${order}`];
const inWork: Step[] = [...confirmed, `orders process ${order}`];
const shipped: Step[] = [...inWork, `orders ship ${order} --carrier DHL --tracking 00340434161094042557`];
const delivered: Step[] = [...shipped, `orders deliver ${order}`];
const welcome: Step[] = ['promos create WELCOME10 --type PERCENTAGE --value 10'];
const fjell: Step[] = ['brands create fjell'];
const men: Step[] = ['categories create men'];
const trail: Step[] = [...men, 'categories create trail'];
const fox: Step[] = ['products create "Trail Fox" --price 129.00'];
const emptied: Step[] = [`inventory adjust RUN-41-BLK --warehouse BER --to 0 ${reason}`];
const pictures: Step[] = ['front', 'top', 'side'].map(
  (side) => `images add RUN https://images.solemate.example/${side}.jpg`,
);
const countOpen: Step[] = ['counts open BER --skus RUN-42-BLK --skus SOCKS'];
const counted: Step[] = [
  ...countOpen,
  'counts scan 1 RUN-42-BLK --quantity 13 --set',
  'counts scan 1 SOCKS --quantity 50 --set',
];
const agreed: Step[] = [
  ...paid,
  `payments refund ${order} --amount 5.00 ${reason} --operation-id 0192f0c4-6a1e-7c3b-9d55-0a4be1f2c301`,
];
const review: Step[] = [
  async ({ db }) => {
    await db.sql(
      `insert into reviews (id, product_id, user_id, rating, title, comment)
      select '3f0c9a52-1d7e-4c6b-8a43-5b1e9f0d7c21'::uuid, p.id, u.id, 5, 'Good', 'They fit.' from products p, users u where p.sku = 'RUN' and u.email = 'anna@example.com'`,
    );
  },
];
const cart: Step[] = [
  async ({ db }) => {
    await db.sql(
      `insert into cart_items (user_id, product_id, variant_id, quantity, price)
      select u.id, v.product_id, v.id, 1, 99.90 from product_variants v, users u
      where v.sku = 'RUN-42-BLK' and u.email = 'anna@example.com'`,
    );
  },
];
const edited: Step[] = ['products edit SOCKS --price 13.00 --operation-id 7d1f0c52-6a51-4a0e-9f0c-2b7f3a1d9e10'];

/** By operation, or by operation and example where one needs something else than its sisters. */
export const given: Readonly<Record<string, readonly Step[]>> = {
  'orders.find': shipped,
  'orders.show': shipped,
  'orders.place': welcome,
  'orders.confirm': paid,
  'orders.confirm: orders confirm SM-2026-000123 --pay-later': placed,
  'orders.process': confirmed,
  'orders.assign': inWork,
  'orders.take': confirmed,
  'orders.to_pick': confirmed,
  'orders.pick_list': inWork,
  'orders.packing_slip': inWork,
  'orders.unpack': [
    ...inWork,
    async ({ db }) => {
      await db.sql(
        `insert into shipments (order_id, warehouse_id)
        select r.order_id, w.id from order_registry r, warehouses w where r.order_number = $1 and w.code = 'BER'`,
        [order],
      );
    },
  ],
  'orders.ship': inWork,
  'orders.deliver': shipped,
  'orders.cancel': confirmed,
  'orders.return': delivered,
  'orders.note': placed,
  'payments.show': paid,
  'payments.record': placed,
  'payments.fail': placed,
  'payments.retry': [...placed, `payments fail ${order} ${reason}`],
  'payments.refund': paid,
  'refunds.complete': agreed,
  'refunds.fail': agreed,
  'counts.show': countOpen,
  'counts.scan': countOpen,
  'counts.approve': counted,
  'counts.cancel': countOpen,
  'products.create': [...fjell, ...trail],
  'products.edit': fox,
  'products.restore': [`products archive SOCKS ${reason}`],
  'variants.archive': emptied,
  'variants.restore': [...emptied, 'variants archive RUN-41-BLK'],
  'images.edit': pictures,
  'images.move': pictures,
  'images.remove': pictures,
  'attributes.names': ['attributes set RUN material leather'],
  'attributes.unset': ['attributes set RUN material leather'],
  'categories.list: categories list --below men --json': men,
  'categories.show': trail,
  'categories.edit': trail,
  'categories.move': trail,
  'categories.archive': trail,
  'categories.restore': [...trail, 'categories archive trail'],
  'brands.archive': fjell,
  'brands.restore': [...fjell, 'brands archive fjell'],
  'promos.show': welcome,
  'promos.try': [...placed, ...welcome],
  'promos.edit': welcome,
  'promos.activate': [...welcome, 'promos deactivate WELCOME10'],
  'promos.deactivate': welcome,
  'reviews.show': review,
  'reviews.approve': review,
  'reviews.reject': review,
  'reviews.reopen': [...review, 'reviews approve 3f0c9a52'],
  'customers.show': placed,
  'customers.reveal': placed,
  'customers.addresses': placed,
  'customers.lookup': ['customers edit anna@example.com --phone "+1 415 555 0123"'],
  'customers.activate': ['customers deactivate anna@example.com --reason "stolen cards"'],
  'carts.show': [...placed, ...cart],
  'staff.revoke': [
    async ({ db }) => {
      await db.sql(
        `select open_session(id, sha256('elsewhere'), current_timestamp + interval '1 hour', 'test')
        from users where email = 'manager@solemate.example'`,
      );
    },
  ],
  'staff.activate': ['staff deactivate oncall@solemate.example --reason "on leave"'],
  'audit.show': edited,
  'audit.undo': edited,
};

/** Exit codes of examples that are no failure: what is judged on the test server, which keeps no backups, is CRITICAL. */
export const exits: Readonly<Record<string, number>> = { 'backup.status': 2 };

/** Operations that need a machine with pgBackRest, or the store for trying out; the test that runs their examples. */
export const elsewhere: Readonly<Record<string, string>> = {
  'backup.drill': 'test/backup/drill.test.ts',
  'backup.copy': 'test/backup/copy.test.ts',
};
