import { createHash, randomUUID } from 'node:crypto';
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { drill } from '../../src/operations/backup/drill.ts';
import { restorePlan } from '../../src/operations/backup/restore-plan.ts';
import { window } from '../../src/operations/backup/window.ts';
import { run, type Call } from '../../src/operations/operation.ts';
import { makeScratch } from '../../src/platform/pgbackrest/scratch.ts';
import { nobody } from '../../src/platform/embedded/binaries.ts';
import { BackupCluster, until } from '../helpers/backup-cluster.ts';
import { testHome } from '../helpers/home.ts';
import { openSession } from '../helpers/terminal.ts';

/** One shop whose history is known: a row that was deleted after a moment, and one that came after it. */
let shop: BackupCluster;
let moment: string;
let call: Call;

beforeAll(async () => {
  shop = await BackupCluster.make();
  await shop.sql("insert into notes values (9001, 'deleted after the moment')");
  // The moment is told in whole milliseconds, cut off.
  await shop.sql('select pg_sleep(0.05)');
  const [row] = await shop.sql<{ at: string }>(
    "select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.MS') || '+00' as at",
  );
  moment = row?.at ?? '';
  await shop.sql('select pg_sleep(0.05)');
  await shop.sql('delete from notes where id = 9001');
  await shop.sql("insert into notes values (9002, 'came after the moment')");
  await shop.archived();
  call = await shop.call();
});
afterAll(() => shop.remove());

const ask = ["select string_agg(id::text, ',' order by id) as ids from notes where id > 9000"];

/** Everything in the repository but the two files that hold what is noted on backups. */
function repositorySums(): Record<string, string> {
  const root = shop.path('repo');
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
    (name) => statSync(join(root, name)).isFile() && !/backup\.info(?:\.copy)?$/u.test(name),
  );
  return Object.fromEntries(
    files.map((name) => [
      name,
      createHash('sha256')
        .update(readFileSync(join(root, name)))
        .digest('hex'),
    ]),
  );
}

/** What the shop itself is, but the record of the drill. */
async function shopState(): Promise<object> {
  const [row] = await shop.sql(
    `select (select md5(string_agg(n::text, '' order by id)) from notes n) as notes,
      (select system_identifier::text || ' ' || timeline_id from pg_control_system(), pg_control_checkpoint()) as cluster,
      pg_postmaster_start_time()::text as since, pg_is_in_recovery() as recovering`,
  );
  const auto = readFileSync(shop.path('data', 'postgresql.auto.conf'), 'utf8');
  return { ...row, auto, signals: readdirSync(shop.path('data')).filter((name) => name.endsWith('.signal')) };
}

const remains = () => readdirSync('/tmp').filter((name) => name.startsWith('solemate-drill-'));

test('a drill brings back what was deleted after the moment and not what came after it, and touches nothing', async () => {
  const before = { repository: repositorySums(), shop: await shopState(), remains: remains() };
  const id = randomUUID();
  const { output } = await run(drill, { at: moment, check: ask }, { ...call, operationId: id });
  expect(output).toMatchObject({
    status: 'COMPLETED',
    message: null,
    figures: { answers: [{ answer: '9001' }], noted_on_backup: true },
  });
  expect(output.figures?.rows).toBeGreaterThan(5000);
  expect({ repository: repositorySums(), shop: await shopState(), remains: remains() }).toEqual(before);

  const info = shop.tool(['--output=json', 'info']);
  expect(info).toMatch(/"restore-test":"\d{4}-.*"restore-test-result":"ok"/u);
  const audit = await shop.sql(
    'select operation, action from audit_logs where record_id = $1 order by changed_at, action',
    [id],
  );
  expect(audit).toEqual([
    { operation: 'backup.drill', action: 'INSERT' },
    { operation: 'backup.drill', action: 'UPDATE' },
  ]);
  // The same act again is the same drill, not another one.
  const again = await run(drill, { at: moment, check: ask }, { ...call, operationId: id });
  expect(again).toMatchObject({ replayed: true, output });
});

test('without a moment all that is archived comes back; two at once with one id are one drill', async () => {
  const one = { ...call, operationId: randomUUID() };
  const [first, second] = await Promise.all([run(drill, { check: ask }, one), run(drill, { check: ask }, one)]);
  expect(first.output).toMatchObject({ status: 'COMPLETED', figures: { answers: [{ answer: '9002' }] } });
  expect(second.output).toEqual(first.output);
  const [row] = await shop.sql<{ n: string }>('select count(*) as n from backup_runs where id = $1', [one.operationId]);
  expect(row?.n).toBe('1');
});

test('it looks at the room first, and never restores into the shop or its repository', async () => {
  const refused = async (drillDirectory: string) =>
    run(drill, {}, await shop.call({ drillDirectory })).then(
      () => 'it went through',
      (error: unknown) => String(error),
    );
  expect(await refused('/proc')).toMatch(/\/proc has 0 B free, the copy needs /u);
  expect(await refused(shop.path('data'))).toMatch(/lies in the data directory of the shop/u);
  expect(await refused(shop.path('data', 'base'))).toMatch(/lies in the data directory of the shop/u);
  expect(await refused(shop.path('repo'))).toMatch(/lies in the repository/u);
});

test('interrupted, it leaves nothing running and nothing on disk, and says so in its record', async () => {
  const stop = new AbortController();
  const id = randomUUID();
  const progress = ({ done }: { done: number }) => (done === 1 ? stop.abort() : undefined);
  const before = remains();
  await expect(run(drill, {}, { ...call, operationId: id, signal: stop.signal, progress })).rejects.toMatchObject({
    code: 'interrupted',
  });
  expect(remains()).toEqual(before);
  expect(running(`solemate-drill-${id}`)).toEqual([]);
  const [row] = await shop.sql('select status from backup_runs where id = $1', [id]);
  expect(row).toEqual({ status: 'INTERRUPTED' });
});

test('Ctrl-C on the command line ends all of the program, and nothing of it is left', async () => {
  const home = testHome();
  const { actor } = call;
  const before = remains();
  try {
    writeFileSync(join(home.path, 'config.json'), JSON.stringify({ backup: shop.settings }));
    const token = await openSession({ sql: (text, values) => shop.sql(text, values), actor: () => actor }, 'admin');
    const child = spawn(process.execPath, [resolve('bin/solemate.js'), 'backup', 'drill', '--yes'], {
      env: {
        PATH: process.env['PATH'],
        SOLEMATE_HOME: home.path,
        SOLEMATE_DATABASE_URL: shop.url('solemate_app'),
        SOLEMATE_TOKEN: token,
      },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const ended = new Promise((over) => child.on('close', over));
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    await until('the drill to restore', () => remains().length > before.length);
    child.kill('SIGINT');
    expect([await ended, said]).toEqual([130, expect.stringContaining('The drill was interrupted')]);
    expect(remains()).toEqual(before);
    const [row] = await shop.sql('select status from backup_runs order by started_at desc limit 1');
    expect(row).toEqual({ status: 'INTERRUPTED' });
  } finally {
    await home.remove();
  }
});

test('when its server is killed it has failed, and nothing of it is left', async () => {
  const id = randomUUID();
  const before = remains();
  const progress = ({ done }: { done: number }) => {
    if (done !== 2) return;
    const [pid] = readFileSync(`/tmp/solemate-drill-${id}/data/postmaster.pid`, 'utf8').split('\n');
    process.kill(Number(pid), 'SIGKILL');
  };
  const { output } = await run(drill, {}, { ...call, operationId: id, progress });
  expect(output).toMatchObject({ status: 'FAILED', message: expect.stringMatching(/cannot be read|check/u) });
  expect(remains()).toEqual(before);
  expect(running(`solemate-drill-${id}`)).toEqual([]);
  expect(await shop.verdict('restore drill')).toMatchObject({ status: 'CRITICAL' });
  expect((await run(drill, {}, { ...call, operationId: randomUUID() })).output.status).toBe('COMPLETED');
  expect(await shop.verdict('restore drill')).toMatchObject({ status: 'OK' });
});

test('when we are killed ourselves, what runs in the scratch place ends and the place goes', async () => {
  const id = randomUUID();
  const account = process.getuid?.() === 0 ? nobody : undefined;
  const scratch = makeScratch('/tmp', id, account);
  expect(makeScratch('/tmp', id, account)).toBeUndefined();
  const sleeper = spawn('sleep', ['300'], { detached: true, stdio: 'ignore' });
  scratch?.holds(sleeper.pid ?? 0);
  scratch?.abandon();
  await until(
    'the watchdog to clear up',
    () => !existsSync(scratch?.directory ?? '/') && !existsSync(scratch?.run ?? '/'),
  );
  await until('the sleeper to end', () => sleeper.signalCode !== null);
});

test('the window begins with the oldest backup and ends with the last transaction that is archived', async () => {
  const { output } = await run(window, {}, call);
  expect(output).toMatchObject({ holes: [], note: '', spans: [{ backups: 2 }] });
  const at = Date.parse(moment.replace(' ', 'T').replace('+00', 'Z'));
  expect(Date.parse(output.from ?? '')).toBeLessThan(at);
  expect(Date.parse(output.to ?? '')).toBeGreaterThan(at);
  const refused = (plan: object) =>
    run(restorePlan, plan, call).then(
      () => 'planned',
      (error: unknown) => String(error),
    );
  expect(await refused({ at: '2020-01-01 00:00:00+00' })).toMatch(/is before the end of the oldest backup/u);
  expect(await refused({ at: '2199-01-01 00:00:00+00' })).toMatch(/is after the last transaction that is archived/u);
  expect(await refused({ at: '2026-11-22 11:36:35' })).toMatch(/is no moment: date, time and zone are needed/u);
});

test("a restore plan's commands, typed exactly as printed, bring the moment back beside the shop", async () => {
  const into = shop.path('beside');
  const { output } = await run(restorePlan, { at: moment, into }, call);
  const lines = output.steps.map(({ command }) => command);
  for (const line of lines.slice(0, -1)) {
    const said = await shop.type(line);
    if (line.startsWith('until')) expect(said.trim()).toBe('recovered');
  }
  const ids = await shop.type(
    `psql -h ${into} -p 54329 -U postgres -d shop -Atc 'select id from notes where id > 9000'`,
  );
  expect(ids.trim()).toBe('9001');
  await shop.type(lines.at(-1) ?? '');
  expect(existsSync(into)).toBe(false);
});

test('and in the place of the shop: afterwards it lives on timeline 2, and the status knows it', async () => {
  const { output } = await run(restorePlan, { at: moment, in_place: true }, call);
  const psql = `export PGHOST=${shop.path('run')} PGUSER=postgres;`;
  const begun = shop.stop();
  for (const { command } of output.steps) {
    const said = await shop.type(`${psql} ${command}`);
    if (command.startsWith('until')) expect(said.trim()).toBe('recovered');
  }
  await begun;
  await shop.ready();
  expect(await shop.sql('select id from notes where id > 9000')).toEqual([{ id: 9001 }]);
  expect(await shop.sql('select timeline_id from pg_control_checkpoint()')).toEqual([{ timeline_id: 2 }]);
  await shop.sql("insert into notes values (9003, 'on the new timeline')");
  await shop.archived();
  const { rules } = await shop.status();
  expect(rules.filter(({ rule, status }) => status !== 'OK' && rule !== 'restore drill')).toEqual([]);
  expect(rules.find(({ rule }) => rule === 'WAL gaps')?.figure).toContain('2 timelines');
  const drilled = await run(drill, { check: ask }, { ...(await shop.call()), operationId: randomUUID() });
  expect(drilled.output).toMatchObject({ status: 'COMPLETED', figures: { answers: [{ answer: '9001,9003' }] } });
});

/** Processes whose command line names this. */
function running(name: string): string[] {
  return readdirSync('/proc').filter((pid) => {
    if (!/^\d+$/u.test(pid) || pid === String(process.pid)) return false;
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(name);
    } catch {
      return false;
    }
  });
}
