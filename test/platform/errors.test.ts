import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { DomainError } from '../../src/domain/errors.ts';
import { connectionLost, retryable, toDomainError } from '../../src/platform/database/errors.ts';
import { testDatabase, type TestDatabase } from '../helpers/database.ts';

let shop: TestDatabase;
beforeAll(async () => {
  shop = await testDatabase();
  await shop.sql("insert into brands (name, slug) values ('Runner', 'runner')");
});
afterAll(() => shop.close());

async function told(text: string, values: unknown[] = [], role: 'admin' | 'warehouse' = 'admin'): Promise<DomainError> {
  const as = { actor: shop.actor(role), operation: 'test' };
  const error: unknown = await shop.database
    .write(as, (tx) => tx.query(text, values))
    .catch((reason: unknown) => reason);
  if (error instanceof DomainError) return error;
  throw new Error(`no sentence for ${String(error)}`);
}

const product = 'insert into products (sku, name, slug, price) values ($1, $1, $1, $2)';

describe('what the database refuses is one sentence', () => {
  const cases: [string, string, unknown[], string, RegExp][] = [
    [
      'a duplicate',
      "insert into brands (name, slug) values ('Runner 2', 'runner')",
      [],
      'refused',
      /^There is already a brand with slug "runner"\.$/u,
    ],
    ['a rule', product, ['S-1', '-1'], 'refused', /^The price must be greater than zero\.$/u],
    [
      'something unknown',
      'insert into products (sku, name, slug, price, brand_id) values ($1, $1, $1, 1, gen_random_uuid())',
      ['S-0'],
      'not_found',
      /^There is no such brand\.$/u,
    ],
    [
      'something missing',
      'insert into products (sku, name, slug) values ($1, $1, $1)',
      ['S-2'],
      'invalid_input',
      /^price is missing\.$/u,
    ],
    ['too long a text', product, ['x'.repeat(300), '1'], 'invalid_input', /^A text is too long: /u],
    ['too large a number', product, ['S-3', '1e30'], 'invalid_input', /^A number is too large: /u],
    ['no number', product, ['S-4', 'cheap'], 'invalid_input', /^Invalid input syntax for type numeric: "cheap"\.$/u],
    ['a NUL byte', product, ['S\0', '1'], 'invalid_input', /NUL byte/u],
    ['what a trigger says', 'delete from audit_logs', [], 'forbidden', /audit_logs/u],
  ];
  test.each(cases)('%s', async (_name, text, values, code, sentence) => {
    const error = await told(text, values);
    expect(error.message).toMatch(sentence);
    expect(error.code).toBe(code);
    expect(error.cause).toBeInstanceOf(Error);
  });

  test('what the role may not do', async () => {
    const error = await told(product, ['S-5', '1'], 'warehouse');
    expect([error.code, error.exitCode]).toEqual(['forbidden', 5]);
    expect(error.message).toBe('The database does not let this role do that (table products).');
  });

  test('a row that somebody else holds', async () => {
    const as = { actor: shop.actor('admin'), operation: 'test' };
    const lock = "select id from brands where slug = 'runner' for update nowait";
    await shop.database.write(as, async (tx) => {
      await tx.query(lock);
      const error = await told(lock);
      expect(error.message).toBe('Somebody else is working on this right now.');
    });
  });

  test('a statement that takes too long', async () => {
    const as = { actor: shop.actor('admin'), operation: 'test' };
    const work = shop.database.read(as, async (tx) => {
      await tx.query("select set_config('statement_timeout', '20', true)");
      await tx.query('select pg_sleep(5)');
    });
    await expect(work).rejects.toThrow('The database took too long to answer.');
  });
});

describe('what the kernel may try again', () => {
  test('a deadlock and a serialization failure stay recognisable inside the sentence', () => {
    for (const code of ['40001', '40P01']) {
      const told = toDomainError(Object.assign(new Error('deadlock detected'), { code, severity: 'ERROR' }));
      expect(told).toBeInstanceOf(DomainError);
      expect(retryable(told)).toBe(true);
      expect(connectionLost(told)).toBe(false);
    }
  });

  test('a lost connection stays recognisable, a refused rule is none', () => {
    const lost = [
      Object.assign(new Error('terminating connection'), { code: '57P01', severity: 'FATAL' }),
      Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }),
      new Error('Connection terminated unexpectedly'),
    ];
    for (const error of lost) {
      expect(connectionLost(error)).toBe(true);
      expect(connectionLost(toDomainError(error))).toBe(true);
    }
    expect(connectionLost(toDomainError(Object.assign(new Error('x'), { code: '23514' })))).toBe(false);
  });

  test('a bug stays a bug', () => {
    const bug = new TypeError('x is not a function');
    expect(toDomainError(bug)).toBe(bug);
    const syntax = Object.assign(new Error('syntax error at or near "form"'), { code: '42601', severity: 'ERROR' });
    expect(toDomainError(syntax)).toBe(syntax);
  });
});
