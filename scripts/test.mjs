// `npm test [-- jest arguments]`: real PostgreSQL from npm, the built program, everything in parallel.
// SOLEMATE_TEST_POSTGRES=18 runs the same suite on PostgreSQL 18.
import { spawnSync } from 'node:child_process';

const build = spawnSync(process.execPath, ['scripts/build.mjs'], { stdio: 'inherit' });
if (build.status !== 0) process.exit(build.status ?? 1);

// npm does not bring pgBackRest. Whoever tries the project on a machine without it is told; CI installs it, and there its
// absence is a failure.
const backups = process.env.CI !== undefined || spawnSync('pgbackrest', ['version']).status === 0;
const without = backups ? [] : ['--testPathIgnorePatterns', '/node_modules/', 'test/backup/(states|drill)'];
const jest = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', 'node_modules/jest/bin/jest.js'];
const run = spawnSync(process.execPath, [...jest, ...process.argv.slice(2), ...without], {
  stdio: 'inherit',
  env: { ...process.env, NODE_ENV: 'test', TZ: 'America/New_York' },
});
if (!backups) {
  process.stderr.write(
    '\nNOT RUN: the tests of backups on live clusters, for pgBackRest is not installed here.\n' +
      '         apt-get install --no-install-recommends pgbackrest postgresql-client\n',
  );
}
process.exit(run.status ?? 1);
