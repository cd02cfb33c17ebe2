import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { testDatabase, type TestDatabase } from '../../helpers/database.ts';
import { openTerminal, type TestTerminal } from '../../helpers/terminal.ts';

let db: TestDatabase;
let app: TestTerminal;
beforeAll(async () => {
  db = await testDatabase({ sample: true });
  app = await openTerminal({ database: db, columns: 120, rows: 40 });
});
afterAll(async () => {
  await app.close();
  await db.close();
});

describe('the terminal on a database with the sample shop', () => {
  test('opens on the first screen and goes to the orders by name', async () => {
    await app.sees('Dashboard');
    await app.press(':');
    await app.type('orders');
    await app.press('Enter');
    await app.sees(/SM-20\d\d-\d{6}/u);
    await app.sees('Dashboard › Orders');
  });

  test('what is typed ahead in one go goes where it was meant to', async () => {
    await app.type('/status:DELIVERED\r');
    await app.sees('status:DELIVERED');
    expect(app.screen()).not.toMatch(/PENDING {2}/u);
    await app.press('Esc');
  });

  test('a flood of held keys arrives exactly where it goes', async () => {
    await app.press('g');
    await app.type('j'.repeat(150));
    const first = app.lines().find((line) => line.startsWith('▌'));
    await app.press('g');
    for (let count = 0; count < 10; count += 1) await app.type('j'.repeat(15));
    expect(app.lines().find((line) => line.startsWith('▌'))).toBe(first);
  });
});
