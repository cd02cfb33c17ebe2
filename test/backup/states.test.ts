import { spawnSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { nobody } from '../../src/platform/embedded/binaries.ts';
import { killGroup } from '../../src/platform/pgbackrest/command.ts';
import { BackupCluster, until } from '../helpers/backup-cluster.ts';

/**
 * Each state on a live cluster: it is made, the light, the rule and its advice are seen, the advice is followed, and it
 * is gone. `pgbackrest info` says "ok" in nearly all of them.
 */
let base: BackupCluster;
let shop: BackupCluster;
beforeAll(async () => {
  base = await BackupCluster.make();
  await base.stop();
});
afterAll(() => base.remove());
beforeEach(async () => {
  shop = await base.copy();
});
afterEach(() => shop.remove());

async function well(): Promise<void> {
  const { status, rules } = await shop.status();
  expect(rules.filter((one) => one.status !== 'OK')).toEqual([]);
  expect(status).toBe('OK');
}

test('healthy, set up with the printed lines: it conforms in everything', well);

test('no backup yet', async () => {
  rmSync(shop.path('repo'), { recursive: true });
  await shop.type('mkdir repo');
  shop.tool(['stanza-create']);
  const told = await shop.verdict('stanza status');
  expect(told).toMatchObject({ status: 'CRITICAL', figure: 'no valid backups' });
  expect((await shop.status()).status).toBe('CRITICAL');
  await shop.heed(told);
  await well();
});

test('a backup that was killed in the middle', async () => {
  const before = readdirSync(shop.path('repo/backup/main'));
  await shop.sql('create table bulk as select i, repeat(md5(i::text), 20) as t from generate_series(1, 60000) i');
  const backup = shop.toolBegun(['--type=full', 'backup']);
  await until('the backup to begin', () =>
    readdirSync(shop.path('repo/backup/main')).some((name) => !before.includes(name) && name !== 'latest'),
  );
  killGroup(backup.pid);
  await until('it to be gone', () => backup.signalCode !== null || backup.exitCode !== null);
  const told = await shop.verdict('aborted backup');
  expect(told.status).toBe('WARNING');
  await shop.heed(told);
  await well();
});

test('archive_command fails, and recovers', async () => {
  await shop.sql("alter system set archive_command = '/bin/false'");
  await shop.sql('select pg_reload_conf()');
  await shop.sql("insert into notes values (9001, 'one')");
  await shop.sql('select pg_switch_wal()');
  await until(
    'a failure',
    async () => (await shop.sql<{ n: string }>('select failed_count as n from pg_stat_archiver'))[0]?.n !== '0',
  );
  expect(await shop.verdict('archiver failing')).toMatchObject({
    status: 'WARNING',
    advice: expect.stringContaining('check'),
  });
  expect(await shop.verdict('archiver failing', { limits: { readyCritical: 0 } })).toMatchObject({
    status: 'CRITICAL',
  });
  await shop.sql('alter system reset archive_command');
  await shop.sql('select pg_reload_conf()');
  await shop.archived();
  await until('the archiver to be seen well', async () => (await shop.verdict('archiver failing')).status === 'OK');
  await well();
});

test('the start segment of a backup is gone from the repository', async () => {
  const info = JSON.parse(shop.tool(['--output=json', 'info'])) as [
    { backup: { label: string; archive: { start: string } }[] },
  ];
  const newest = info[0].backup.at(-1);
  const segment = shop.segments().find((name) => name.includes(newest?.archive.start ?? '-')) ?? '';
  shop.move(segment, 'kept');
  const told = await shop.verdict('WAL gaps');
  expect(told).toMatchObject({ status: 'CRITICAL', figure: expect.stringContaining(newest?.archive.start ?? '-') });
  expect(told.figure).toContain(newest?.label);
  shop.move('kept', segment);
  await well();
});

test('a segment after the newest full backup is gone', async () => {
  for (const id of [9001, 9002, 9003]) {
    await shop.sql('insert into notes values ($1, $2)', [id, 'later']);
    await shop.archived();
  }
  const segment = shop.segments().at(-2) ?? '';
  shop.move(segment, 'kept');
  const told = await shop.verdict('WAL gaps');
  expect(told).toMatchObject({ status: 'CRITICAL', advice: expect.stringContaining('archive-push') });
  shop.move('kept', segment);
  await well();
});

test('a page of a table is damaged', async () => {
  const [where] = await shop.sql<{ path: string }>("select pg_relation_filepath('notes') as path");
  await shop.stop();
  const file = shop.path('data', where?.path ?? '');
  const page = Buffer.alloc(64);
  const handle = openSync(file, 'r+');
  readSync(handle, page, 0, 64, 8192 + 4096);
  writeSync(handle, Buffer.alloc(64, 0xaa), 0, 64, 8192 + 4096);
  closeSync(handle);
  await shop.start();
  shop.tool(['--type=diff', 'backup']);
  expect(await shop.verdict('page errors')).toMatchObject({
    status: 'CRITICAL',
    advice: expect.stringMatching(/--set=\S+D info/u),
  });
  await shop.stop();
  const mended = openSync(file, 'r+');
  writeSync(mended, page, 0, 64, 8192 + 4096);
  closeSync(mended);
  await shop.start();
  shop.tool(['--type=diff', 'backup']);
  await well();
});

test("the repository's disk is full", async () => {
  const limits = { diskWarning: 0.2, diskCritical: 0.1 };
  const root = process.getuid?.() === 0;
  if (root) {
    renameSync(shop.path('repo'), shop.path('repo.before'));
    await shop.type('mkdir repo');
    expect(
      spawnSync('mount', [
        '-t',
        'tmpfs',
        '-o',
        `size=96m,mode=0750,uid=${nobody.uid},gid=${nobody.gid}`,
        'tmpfs',
        shop.path('repo'),
      ]).status,
    ).toBe(0);
    await shop.type('cp -a repo.before/. repo/');
  }
  try {
    // Who may mount nothing has the limits come down to the disk instead of the disk to the limits.
    const asked = root ? { limits } : { limits: { diskWarning: 1, diskCritical: 1 } };
    if (root) await shop.type('head -c 200m /dev/zero > repo/filler 2>/dev/null || true');
    expect(await shop.verdict('repository disk', asked)).toMatchObject({
      status: 'CRITICAL',
      advice: expect.stringContaining('expire'),
    });
    if (root) {
      await shop.sql("insert into notes values (9001, 'no room')");
      await shop.sql('select pg_switch_wal()');
      await until(
        'the archiver to fail',
        async () => (await shop.verdict('archiver failing', asked)).status === 'WARNING',
      );
      rmSync(shop.path('repo', 'filler'));
      await shop.archived();
      expect(await shop.verdict('repository disk', { limits })).toMatchObject({ status: 'OK' });
      expect(await shop.verdict('archiver failing')).toMatchObject({ status: 'OK' });
    }
  } finally {
    await shop.stop();
    if (root) spawnSync('umount', ['-l', shop.path('repo')]);
  }
});

test('the repository is not there', async () => {
  renameSync(shop.path('repo'), shop.path('elsewhere'));
  const { status, rules } = await shop.status();
  expect(status).not.toBe('OK');
  expect(rules[0]).toMatchObject({ rule: 'can we ask', status: 'UNKNOWN', advice: expect.stringContaining('info') });
  renameSync(shop.path('elsewhere'), shop.path('repo'));
  await well();
});

test('the host of the repository does not answer', async () => {
  shop.configure(['repo1-host=127.0.0.1', 'repo1-host-type=tls', 'repo1-host-port=1']);
  writeFileSync(
    shop.path('pgbackrest.conf'),
    readFileSync(shop.path('pgbackrest.conf'), 'utf8').replace(/^repo1-(?:path|retention|bundle).*\n/gmu, ''),
  );
  const { status, rules } = await shop.status({ timeoutMs: 30_000 });
  expect(status).not.toBe('OK');
  expect(rules[0]).toMatchObject({ rule: 'can we ask', status: 'UNKNOWN' });
  shop.configure();
  await well();
});

test('the cluster was replaced', async () => {
  await shop.stop();
  renameSync(shop.path('data'), shop.path('data.before'));
  await shop.type('mkdir -m 700 data');
  await shop.initdb();
  shop.configure();
  await shop.start();
  await shop.makeShop();
  const told = await shop.verdict('right cluster');
  expect(told).toMatchObject({ status: 'CRITICAL', advice: expect.stringContaining('stanza-upgrade') });
  await shop.heed(told);
  await shop.archived();
  await until('all to be well', async () => (await shop.status()).status === 'OK');
});

test('a stopped stanza', async () => {
  shop.tool(['stop']);
  const told = await shop.verdict('stanza status');
  expect(told).toMatchObject({ status: 'CRITICAL', figure: expect.stringContaining('stopped') });
  await shop.heed(told);
  await well();
});

test('WAL is dropped in silence, with archive-push-queue-max', async () => {
  shop.configure(['archive-async=y', 'archive-push-queue-max=1MB']);
  for (const id of [9001, 9002]) {
    await shop.sql('insert into notes values ($1, $2)', [id, 'lost']);
    await shop.archived();
  }
  const told = await shop.verdict('repository agrees with server', { limits: { agreeWithin: 0 } });
  expect(told).toMatchObject({ status: 'CRITICAL', advice: expect.stringContaining('archive-push-queue-max') });
  shop.configure();
  await shop.heed(told);
  expect(await shop.verdict('repository agrees with server', { limits: { agreeWithin: 0 } })).toMatchObject({
    status: 'OK',
  });
  // What lies before the new full backup is lost for good, and stays told until the backups before it are gone.
  expect(await shop.verdict('WAL gaps')).toMatchObject({ status: 'WARNING' });
  const [{ backup }] = JSON.parse(shop.tool(['--output=json', 'info'])) as [{ backup: { label: string }[] }];
  shop.tool([`--set=${backup[0]?.label ?? ''}`, 'expire']);
  await well();
});

test('pgBackRest hangs: the answer comes in time, and nothing of it is left', async () => {
  const began = Date.now();
  const hanging = ['/bin/sh', '-c', `sleep 120 & echo $! > ${shop.path('run', 'sleeper')}; wait`];
  if (process.getuid?.() === 0) await shop.type('chmod 777 run');
  const { status, rules } = await shop.status({ infoCommand: hanging, timeoutMs: 700 });
  expect(Date.now() - began).toBeLessThan(20_000);
  expect(status).not.toBe('OK');
  expect(rules[0]).toMatchObject({
    rule: 'can we ask',
    status: 'UNKNOWN',
    figure: expect.stringContaining('did not answer within 0.7 s'),
  });
  const pid = readFileSync(shop.path('run', 'sleeper'), 'utf8').trim();
  await until('the sleeper to be gone', () => !existsSync(`/proc/${pid}`));
});
