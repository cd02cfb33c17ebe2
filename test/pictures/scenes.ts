import type { Role } from '../../src/domain/permissions.ts';
import type { TestTerminal } from '../helpers/terminal.ts';

/** A picture of the documentation: how to get there, as a person would. */
export interface Scene {
  readonly name: string;
  readonly title: string;
  readonly role: Role;
  readonly columns: number;
  readonly rows: number;
  readonly play: (terminal: TestTerminal) => Promise<void>;
}

const wide = { columns: 120, rows: 36 };
const handheld = { columns: 40, rows: 12 };

/** Opens a screen by its name, as `:` does it. */
async function goTo(terminal: TestTerminal, name: string): Promise<void> {
  await terminal.press(':');
  await terminal.type(name);
  await terminal.press('Enter');
}

async function filter(terminal: TestTerminal, text: string): Promise<void> {
  await terminal.press('/');
  await terminal.type(text);
  await terminal.press('Enter');
}

export const scenes: readonly Scene[] = [
  {
    name: 'dashboard',
    title: 'The dashboard of the sample shop',
    role: 'manager',
    ...wide,
    async play(terminal) {
      // The first start of all shows what this is; people see that once.
      await goTo(terminal, 'dashboard');
      await terminal.sees('revenue today');
    },
  },
  {
    name: 'order',
    title: 'Why an order does not move, on one page',
    role: 'oncall',
    ...wide,
    async play(terminal) {
      await goTo(terminal, 'orders');
      await filter(terminal, 'status:PENDING payment:FAILED');
      await terminal.sees('FAILED');
      await terminal.press('Enter');
      await terminal.sees('Timeline');
    },
  },
  {
    name: 'orders',
    title: 'A list that is filtered, with a preview of the order under the cursor',
    role: 'manager',
    ...wide,
    async play(terminal) {
      await goTo(terminal, 'orders');
      await filter(terminal, 'status:CONFIRMED total:>100 since:30d');
      await terminal.press('Space', 'Space');
      await terminal.sees('2 marked');
      // The preview follows when the cursor has come to rest.
      await terminal.sees(/status +CONFIRMED[^]*Items/u);
    },
  },
  {
    name: 'moderate',
    title: 'Reviews, one key each',
    role: 'manager',
    ...wide,
    async play(terminal) {
      await goTo(terminal, 'moderate');
      await terminal.sees('a approve');
      await terminal.sees('product');
    },
  },
  {
    name: 'product',
    title: 'A shoe by size and colour, restocked and changed in place',
    role: 'manager',
    ...wide,
    async play(terminal) {
      await goTo(terminal, 'products');
      await filter(terminal, 'plaza hi');
      await terminal.press('Enter');
      await terminal.sees('Overview');
    },
  },
  {
    name: 'restock',
    title: 'Restocking on a handheld of 40 columns',
    role: 'warehouse',
    ...handheld,
    async play(terminal) {
      await goTo(terminal, 'restock');
      await terminal.press('2');
      await terminal.scan('KEST-PLZ1HW-WHT-40');
      await terminal.scan('KEST-PLZ1HW-WHT-40');
      await terminal.scan('HALD-HKR2MW-DBR-41');
      await terminal.press('1', '2');
    },
  },
  {
    name: 'fulfil',
    title: 'Picking on a handheld of 40 columns',
    role: 'warehouse',
    ...handheld,
    async play(terminal) {
      await goTo(terminal, 'fulfil');
      await terminal.press('2');
    },
  },
];
