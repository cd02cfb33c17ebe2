import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Role } from '../../src/domain/permissions.ts';
import { run } from '../../src/operations/operation.ts';
import { askEarly } from '../../src/tui/early.ts';
import { firstQuestion } from '../../src/tui/screens/first-question.ts';
import { testDatabase, type TestDatabase } from '../helpers/database.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase({ sample: true });
});
afterAll(async () => db.close());

const { operation, input } = firstQuestion;
const question = [operation.name, JSON.stringify(input)] as const;
let time = 0;
const ask = (role: Role) => askEarly(db, db.actor(role), () => time);

test('the first screen gets the answer to its own question, once', async () => {
  const early = ask('manager');
  await early.asked;
  const answer = await early.take(...question, db.actor('manager'));
  const later = await run(operation, input, { database: db.database, actor: db.actor('manager') });
  expect(answer?.output).toEqual({ ...later.output, at: expect.any(String) });
  expect(early.take(...question, db.actor('manager'))).toBeUndefined();
});

test('nobody gets what another person or role was told', async () => {
  const early = ask('manager');
  await early.asked;
  expect(early.take(...question, db.actor('warehouse'))).toBeUndefined();
  expect(early.take(...question, db.actor('manager'))).toBeUndefined();
});

test('another question, or an old answer, is asked anew', async () => {
  const early = ask('manager');
  await early.asked;
  expect(early.take(operation.name, '{"days":14}', db.actor('manager'))).toBeUndefined();
  time += 6_000;
  expect(early.take(...question, db.actor('manager'))).toBeUndefined();
});

test('without a person, or where they may not look, nothing is asked and nobody waits', async () => {
  await askEarly(db, undefined).asked;
  const early = ask('customer');
  await early.asked;
  expect(early.take(...question, db.actor('customer'))).toBeUndefined();
});

test('a question that fails is told to whoever takes it', async () => {
  const broken = { ...db.database, read: () => Promise.reject(new Error('the wire was cut')) };
  const early = askEarly({ database: broken }, db.actor('manager'), () => time);
  await early.asked;
  await expect(early.take(...question, db.actor('manager'))).rejects.toThrow('the wire was cut');
});
