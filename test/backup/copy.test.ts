import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { copy } from '../../src/operations/backup/copy.ts';
import { status } from '../../src/operations/backup/status.ts';
import { run } from '../../src/operations/operation.ts';
import { currentActor } from '../../src/platform/session.ts';
import { openStore } from '../../src/platform/store.ts';

const folder = mkdtempSync('/var/tmp/solemate-copy-');
chmodSync(folder, 0o711);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the store for trying out says so, is copied while it runs, and the copy opens as a home of its own', async () => {
  const home = join(folder, 'home');
  mkdirSync(home, { mode: 0o711 });
  const target = join(folder, 'copy');
  const store = await openStore({ home });
  try {
    const actor = await currentActor(store);
    const call = { database: store.database, secrets: store, actor };
    expect((await run(status, {}, call)).output).toMatchObject({
      status: 'WARNING',
      rules: [{ rule: 'trying out only', advice: expect.stringContaining('backup copy') }],
    });
    const one = { ...call, operationId: randomUUID() };
    const { output } = await run(copy, { directory: target }, one);
    expect(output).toMatchObject({ directory: target, status: 'COMPLETED' });
    expect((await run(copy, { directory: target }, one)).output).toEqual(output);
    await expect(run(copy, { directory: target }, call)).rejects.toMatchObject({
      message: `${target} is there already.`,
    });
    expect((await run(status, {}, call)).output.sentence).toMatch(/the newest copy is \d+ s old/u);

    const orders = 'select count(*) as n from orders';
    const count = (from: typeof store, by: typeof actor) =>
      from.database.read({ actor: by, operation: 'test' }, (tx) => tx.one<{ n: string }>(orders));
    const copied = await openStore({ home: target });
    try {
      expect(await count(copied, await currentActor(copied))).toEqual(await count(store, actor));
    } finally {
      await copied.close();
    }
    expect(existsSync(`${target}.partial`)).toBe(false);
  } finally {
    await store.close();
  }
}, 180_000);
