// `npm test [-- jest arguments]`: real PostgreSQL from npm, the built program, everything in parallel.
// SOLEMATE_TEST_POSTGRES=18 runs the same suite on PostgreSQL 18.
import { spawnSync } from 'node:child_process';

const build = spawnSync(process.execPath, ['scripts/build.mjs'], { stdio: 'inherit' });
if (build.status !== 0) process.exit(build.status ?? 1);
const jest = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', 'node_modules/jest/bin/jest.js'];
const run = spawnSync(process.execPath, [...jest, ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: { ...process.env, NODE_ENV: 'test', TZ: 'America/New_York' },
});
process.exit(run.status ?? 1);
