import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { list } from '../../src/operations/orders/list.ts';
import { page, type PageRequest } from '../../src/operations/listing.ts';
import type { Claim } from '../claim.ts';
import { race, ratio } from '../measure.ts';
import { execute } from '../programs.ts';
import { cursorAfter } from '../scenarios.ts';
import { benchStore, type BenchStore } from '../store.ts';

const folder = new URL('../adminjs/', import.meta.url).pathname;
const perPage = 50;

export const claim: Claim = {
  title: 'The list of orders against AdminJS on Sequelize over the same database',
  goal: 'at least 20 times faster',
  async run({ orders: size, rounds }, say) {
    if (!existsSync(`${folder}node_modules`)) {
      say('installing AdminJS into bench/adminjs');
      await execute('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder });
    }
    const store = await benchStore(size);
    const server = spawn(process.execPath, ['server.js', store.superuserUrl], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, NODE_ENV: 'production' },
    });
    try {
      const base = await ready(server);
      const call = { database: store.database, actor: store.actor('manager') };
      const rows = [];
      for (const [name, { ours, theirs }] of Object.entries(await pairs(store, size))) {
        const url = `${base}/admin/api/resources/orders/actions/list?perPage=${perPage}&${theirs}`;
        const seen = { ours: (await page(list, ours, call)).rows.length, theirs: await records(url) };
        if (seen.ours !== seen.theirs) throw new Error(`${name}: ${seen.ours} rows of ours, ${seen.theirs} of AdminJS`);
        const times = await race(
          { ours: () => page(list, ours, call), adminjs: () => records(url) },
          Math.min(rounds, 50),
        );
        const row = {
          list: name,
          rows: seen.ours,
          ours_p50_ms: times.ours.p50,
          adminjs_p50_ms: times.adminjs.p50,
          faster: ratio(times.adminjs.p50, times.ours.p50),
        };
        say(JSON.stringify(row));
        rows.push(row);
      }
      const slow = rows.filter(({ faster }) => faster < 20);
      return {
        facts: { orders: size, rounds: Math.min(rounds, 50), page: perPage },
        rows,
        verdict:
          slow.length === 0
            ? `Met by all ${rows.length}.`
            : `Not met by ${slow.map((row) => `${row.list} (${row.faster})`).join(', ')}.`,
      };
    } finally {
      server.kill();
      await store.close();
    }
  },
};

/** The same rows asked of both. */
async function pairs(store: BenchStore, size: number): Promise<Record<string, { ours: PageRequest; theirs: string }>> {
  const deep = Math.min(10_000, Math.floor(size / perPage / 2));
  const after = await cursorAfter(store, list, list.defaultSort, (deep - 1) * perPage);
  const [{ order_number: number } = { order_number: '' }] = await store.sql<{ order_number: string }>(
    'select order_number from orders order by id limit 1',
  );
  const newest = 'sortBy=created_at&direction=desc';
  return {
    'first page': { ours: {}, theirs: newest },
    'by state': { ours: { filter: 'status:PENDING' }, theirs: `${newest}&filters.status=PENDING` },
    [`page ${deep}`]: { ours: { after }, theirs: `${newest}&page=${deep}` },
    'search by number': { ours: { filter: number }, theirs: `${newest}&filters.order_number=${number}` },
  };
}

async function ready(server: ChildProcess): Promise<string> {
  if (!server.stdout) throw new Error('AdminJS has no output');
  for await (const line of createInterface({ input: server.stdout })) {
    const base = /^ready (\S+)/u.exec(line)?.[1];
    if (base !== undefined) return base;
  }
  throw new Error('AdminJS did not start');
}

const Answer = z.object({ records: z.array(z.unknown()) });

async function records(url: string): Promise<number> {
  const answer = await fetch(url);
  return Answer.parse(await answer.json()).records.length;
}
