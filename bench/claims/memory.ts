import { setTimeout as sleep } from 'node:timers/promises';
import type { Claim } from '../claim.ts';
import { rounded } from '../measure.ts';
import { watch } from '../pty.ts';
import { benchSession } from '../session.ts';
import { benchStore } from '../store.ts';

const main = new URL('../../bin/solemate.js', import.meta.url).pathname;

export const claim: Claim = {
  title: 'Memory of a terminal that shows the orders while they change ten times a second',
  goal: 'flat after the first minute, at most 200 MB; an hour with --seconds 3600',
  async run({ orders: size, seconds }, say) {
    const store = await benchStore(size);
    const terminal = watch([process.execPath, main], { ...process.env, ...(await benchSession(store)) });
    try {
      await terminal.sees('Waiting');
      for (const key of [':', 'orders', '\r']) await terminal.press(key);
      await terminal.sees('SM-20');
      const newest = await store.sql<{ id: string; created_at: Date }>(
        'select id, created_at from orders order by created_at desc, id desc limit 30',
      );
      const rows = [];
      const step = Math.max(10, Math.round(seconds / 12));
      for (let passed = 0; passed <= seconds; passed += step) {
        rows.push({ second: passed, mb: rounded(terminal.memory()) });
        say(`${passed} s: ${rows.at(-1)?.mb} MB`);
        const until = Date.now() + step * 1000;
        for (let at = 0; Date.now() < until; at += 1) {
          const order = newest[at % newest.length];
          await store.sql('update orders set notes = $3 where id = $1 and created_at = $2', [
            order?.id,
            order?.created_at,
            `bench ${at}`,
          ]);
          await sleep(100);
        }
      }
      const early = rows[1]?.mb ?? 0;
      const last = rows.at(-1)?.mb ?? 0;
      const met = last <= 200 && last <= early * 1.1;
      return {
        facts: { orders: size, seconds },
        rows,
        verdict: `${met ? 'Met' : 'Not met'}: ${early} MB after the first minute, ${last} MB at the end.`,
      };
    } finally {
      await terminal.end();
      await store.close();
    }
  },
};
