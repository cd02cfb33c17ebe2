import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { testDatabase, type TestDatabase } from '../../helpers/database.ts';
import { openProxy } from '../../helpers/proxy.ts';
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

  test('a code of a product opens it, the code of a variant what it is and where it lies, and : again begins anew', async () => {
    const [found] = await db.sql<{ product: string; variant: string }>(
      `select p.sku as product, v.sku as variant
      from products p
      join product_variants v on v.product_id = p.id
      join inventory i on i.variant_id = v.id
      where p.deleted_at is null
      order by p.sku, v.sku
      limit 1`,
    );
    await app.type(`:${found?.product ?? ''}\r`);
    await app.sees(`› ${found?.product ?? ''}`);
    await app.sees('[Overview]');
    await app.type(`:${found?.variant ?? ''}\r`);
    await app.sees(`› ${found?.variant ?? ''}`);
    await app.sees(/No order waits for it|wait for it:/u);
    await app.type(':no two words\r');
    await app.sees('Nothing is called "no two words".');
    await app.type(':orders\r');
    await app.seesNot('Go to');
    await app.sees(/› Orders$/mu);
    await app.press('q', 'q', 'q');
    await app.sees(/Dashboard › Orders$/mu);
  });

  test('a filter tells the values of its word, and Tab writes them', async () => {
    await app.press('/');
    await app.sees('status: since: until:');
    await app.type('sta');
    await app.press('Tab');
    await app.sees('status:  PENDING CONFIRMED');
    await app.type('del');
    await app.press('Tab', 'Enter');
    await app.sees(/status:DELIVERED$/mu);
    await app.press('Esc');
  });
});

describe('while it is open', () => {
  test('a change elsewhere is marked and does not move the row under the cursor', async () => {
    await app.press('g', 'j', 'j');
    const line = app.lines().findIndex((one) => one.startsWith('▌'));
    const row = app.lines()[line];
    await db.sql(
      `update orders set assigned_to = (select id from users where role = 'admin' order by id limit 1)
      where order_number = $1`,
      [/SM-\d{4}-\d{6}/u.exec(row ?? '')?.[0]],
    );
    await app.sees('Δ');
    expect(app.lines().findIndex((one) => one.startsWith('▌'))).toBe(line);
    await app.press('j');
  });

  test('a cursor move writes at most 600 bytes, and standing still writes nothing', async () => {
    await app.resize(200, 50);
    await app.press('g', 'j', 'j', 'j', 'p');
    const written = () => app.output().replaceAll(/\u001b\]5379[^\u0007]*\u0007/gu, '').length;
    for (let count = 0; count < 10; count += 1) {
      const before = written();
      await app.press(count % 2 ? 'k' : 'j');
      expect(written() - before).toBeLessThanOrEqual(600);
    }
    const minute = () => Math.floor(Date.now() / 60_000);
    let [still, since] = [0, 0];
    do {
      [still, since] = [written(), minute()];
      await db.sql('select pg_sleep(0.3)');
      // The clock has written when the minute turned meanwhile.
    } while (minute() !== since);
    expect(written()).toBe(still);
    await app.press('p');
  });

  test.each([
    [40, 12],
    [20, 8],
    [12, 4],
    [200, 50],
    [80, 24],
    [120, 40],
  ])('resized to %ix%i it is drawn whole', async (columns, rows) => {
    await app.resize(columns, rows);
    const lines = app.lines();
    if (rows < 6) expect(lines[0]).toMatch(/^\d+x\d+/u);
    else {
      expect(lines[0]).toMatch(columns < 60 ? /^ production/u : /^ SoleMate · production/u);
      if (columns >= 80) expect(lines[0]).toContain('(admin)');
      expect(lines[1]).toMatch(/^ Dashboard › Orders/u);
      expect(lines.filter((line) => line.startsWith('▌'))).toHaveLength(1);
    }
  });

  test('on the smallest screen a message is told from its beginning, and the list stays above it', async () => {
    await app.resize(20, 8);
    await app.type(':no two words\r');
    await app.sees(/^ ! Nothing is/mu);
    await app.press('Esc');
    await app.sees(/^▌/mu);
    await app.sees(/^ ! Nothing is/mu);
    await app.resize(120, 40);
    await app.press('Esc');
  });

  test('a paste of ten thousand lines into the filter is one line of text and no command', async () => {
    await app.press('/');
    await app.paste(Array.from({ length: 10_000 }, (_, index) => `q${index}`).join('\n'));
    await app.sees('q9999');
    await app.press('Esc');
    await app.sees('Dashboard › Orders');
  });

  test('any keys at all leave it standing', async () => {
    const keys = fc.sample(
      fc.constantFrom(
        ...Array.from('jkgG*vnNsp?/:x-[]yzErq'),
        '\t',
        '\u001b',
        '\r',
        ' ',
        '\u001b[A',
        '\u001b[6~',
        '\u0012',
        '\u000c',
      ),
      {
        numRuns: 300,
        seed: 7,
      },
    );
    // q in the first screen leaves: so never from there.
    for (const key of keys.filter((one) => one !== 'q')) await app.type(key);
    for (let count = 0; count < 8; count += 1) await app.press('Esc');
    await app.sees('SoleMate');
  });
});

describe('when the line to the database is cut', () => {
  test('it says so, keeps what it shows, and goes on by itself', async () => {
    const proxy = await openProxy(db);
    const cut = await openTerminal({ database: proxy.database });
    try {
      await cut.type(':orders\r');
      await cut.sees(/SM-20\d\d-\d{6}/u);
      await cut.sees('live');
      proxy.cut();
      await cut.sees('lost');
      expect(cut.screen()).toMatch(/SM-20\d\d-\d{6}/u);
      proxy.restore();
      await cut.sees('live');
    } finally {
      await cut.close();
      await proxy.close();
    }
  });
});

describe('signing in', () => {
  test('comes first where nobody is signed in; a wrong password is told and asked again', async () => {
    const sign = await openTerminal({ database: db, env: { SOLEMATE_TOKEN: '' } });
    try {
      await sign.sees('Sign in to production');
      await sign.type('nobody@solemate.example\r');
      await sign.type('wrong\r');
      await sign.sees('The e-mail or the password is wrong.');
      expect(sign.output()).not.toContain('wrong\r');
    } finally {
      await sign.close();
    }
  });
});
