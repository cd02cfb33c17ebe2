import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { testDatabase, type TestDatabase } from '../helpers/database.ts';
import { testHome } from '../helpers/home.ts';
import { openTerminal } from '../helpers/terminal.ts';

let database: TestDatabase;
const home = testHome();
beforeAll(async () => {
  database = await testDatabase({ sample: true });
});
afterAll(async () => {
  await database.close();
  await home.remove();
});

const configured = (backup: object) => writeFileSync(join(home.path, 'config.json'), JSON.stringify({ backup }));
const report = (name: string) => ['cat', resolve('test/fixtures/backup', name)];

test('pgBackRest hangs for two minutes, and every key goes on working', async () => {
  configured({ infoCommand: report('01-healthy.json') });
  const app = await openTerminal({ database, home: home.path });
  try {
    // The dashboard has asked as well and had its answer; from now on nobody comes to rest.
    configured({ infoCommand: ['sleep', '120'], timeoutMs: 120_000 });
    await app.press(':');
    await app.type('backups');
    app.send('\r');
    await app.sees('Loading the state of the backups');
    app.send('?');
    await app.sees('One row down');
    app.send('\u001b');
    await app.sees('Loading the state of the backups');
    app.send('q');
    await app.sees('Waiting');
  } finally {
    await app.close();
  }
});

test('an engineer sees what is wrong and what to type, what can be recovered, and the commands for a moment', async () => {
  configured({
    infoCommand: report('01-healthy.json'),
    walListCommand: report('01-healthy.repo-ls-archive.json'),
    backupListCommand: report('05-aborted-backup-killed.repo-ls-backup.json'),
    repoDiskCommand: null,
  });
  const app = await openTerminal({ database, home: home.path, role: 'oncall' });
  try {
    await app.press(':');
    await app.type('backups');
    await app.press('Enter');
    await app.sees('CRITICAL');
    await app.sees('archive_mode is off');
    await app.sees('solemate backup configure --print');
    await app.press('w');
    await app.sees('every moment (3 backups');
    await app.press('Esc', 'm');
    await app.type('2026-11-22 11:36:35+00');
    await app.press('Enter');
    await app.sees('--target=2026-11-22 11:36:35.000+00');
    await app.press('Esc', 'd');
    await app.sees('Only an admin may');
  } finally {
    await app.close();
  }
  expect(app.output()).not.toContain('undefined');
});
