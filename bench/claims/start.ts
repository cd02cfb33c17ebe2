import { show } from '../../src/operations/orders/show.ts';
import { run } from '../../src/operations/operation.ts';
import type { Claim } from '../claim.ts';
import { race, rounded } from '../measure.ts';
import { execute, inlined, program } from '../programs.ts';
import { recordingReads, type Statement } from '../scenarios.ts';
import { benchSession } from '../session.ts';
import { benchStore } from '../store.ts';

const main = new URL('../../bin/solemate.js', import.meta.url).pathname;

export const claim: Claim = {
  title: 'orders show X --json, from nothing to its last byte',
  goal: 'at most 250 ms; told beside psql running the same statements and a bare node -e 0',
  async run({ orders: size, rounds }, say) {
    const store = await benchStore(size);
    try {
      const [{ order_number: order } = { order_number: '' }] = await store.sql<{ order_number: string }>(
        'select order_number from orders order by created_at desc limit 1',
      );
      const ran: Statement[] = [];
      const call = { database: recordingReads(store.database, ran), actor: store.actor('admin') };
      await run(show, { order }, call);
      const sql = ran.map((one) => `${inlined(one)};`).join('\n');
      const env = { ...process.env, ...(await benchSession(store)), NO_COLOR: '1' };
      const times = await race(
        {
          ours: () => execute(process.execPath, [main, 'orders', 'show', order, '--json'], { env }),
          psql: () => execute(program('psql'), ['-XAtq', '-c', sql, store.ownerUrl], { maxBuffer: 1 << 26 }),
          node: () => execute(process.execPath, ['-e', '0']),
        },
        Math.min(rounds, 30),
      );
      say(`${times.ours.p50} ms; psql ${times.psql.p50}, node ${times.node.p50}`);
      return {
        facts: { orders: size, rounds: times.ours.rounds, statements: ran.length },
        rows: Object.entries(times).map(([what, one]) => ({
          what,
          p50_ms: one.p50,
          p95_ms: one.p95,
          best_ms: one.min,
        })),
        verdict: `${times.ours.p50 <= 250 ? 'Met' : 'Not met'}: ${times.ours.p50} ms, ${rounded(times.ours.p50 / (times.psql.p50 + times.node.p50))} times psql and a bare node together.`,
      };
    } finally {
      await store.close();
    }
  },
};
