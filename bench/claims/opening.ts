import { buildSync } from 'esbuild';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Claim } from '../claim.ts';
import { ratio, timing } from '../measure.ts';
import { watch } from '../pty.ts';
import { benchSession } from '../session.ts';
import { benchStore } from '../store.ts';

const root = new URL('../../', import.meta.url).pathname;

export const claim: Claim = {
  title: 'From nothing to a usable first screen, on a database that runs',
  goal: 'at most twice a bare Ink program that is bundled the same way',
  async run({ orders: size, rounds }, say) {
    const store = await benchStore(size);
    try {
      const env = { ...process.env, ...(await benchSession(store)), NODE_ENV: 'production' };
      const bare = bareInk();
      const opened = async (command: readonly string[], text: string, signal?: 'SIGTERM', typed = '') => {
        const program = watch(command, env, { columns: 120, rows: 40 });
        program.type(typed);
        const seen = await program.sees(text);
        await program.end(signal);
        return seen;
      };
      const ours = [process.execPath, join(root, 'bin/solemate.js')];
      // Both leave in order once, so that both start on compiled code.
      await opened(ours, 'Waiting', 'SIGTERM');
      await opened([process.execPath, bare], 'hello from ink', 'SIGTERM');
      const took: Record<'ours' | 'key' | 'ink', number[]> = { ours: [], key: [], ink: [] };
      for (let round = 0; round < Math.min(rounds, 20); round += 1) {
        took.ours.push(await opened(ours, 'Waiting'));
        took.key.push(await opened(ours, 'Go to', undefined, ':'));
        took.ink.push(await opened([process.execPath, bare], 'hello from ink'));
      }
      const times = { ours: timing(took.ours), key: timing(took.key), ink: timing(took.ink) };
      const share = ratio(times.ours.p50, times.ink.p50);
      say(`${times.ours.p50} ms, a key answered ${times.key.p50} ms, bare Ink ${times.ink.p50} ms`);
      return {
        facts: { orders: size, rounds: times.ours.rounds },
        rows: Object.entries(times).map(([what, { p50, p95, min }]) => ({
          what: what === 'key' ? 'ours, a key typed ahead answered' : what,
          p50_ms: p50,
          p95_ms: p95,
          best_ms: min,
        })),
        verdict: `${share <= 2 ? 'Met' : 'Not met'}: ${share} times a bare Ink program.`,
      };
    } finally {
      await store.close();
    }
  },
};

/** The smallest Ink program there is, with the compile cache that ours has. */
function bareInk(): string {
  const folder = mkdtempSync(join(tmpdir(), 'solemate-bench-ink-'));
  const entry = join(folder, 'entry.js');
  writeFileSync(
    entry,
    `import { createElement } from 'react';
import { render, Text } from 'ink';
render(createElement(Text, null, 'hello from ink'), { alternateScreen: true });
setInterval(() => undefined, 60000);
process.on('SIGTERM', () => process.exit());
`,
  );
  const unused = join(folder, 'unused.js');
  writeFileSync(unused, 'export default {};\n');
  const outfile = join(folder, 'bare.mjs');
  buildSync({
    entryPoints: [entry],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    nodePaths: [join(root, 'node_modules')],
    define: { 'process.env.NODE_ENV': '"production"' },
    // Ink asks for it only under DEV=true.
    alias: { 'react-devtools-core': unused },
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    logLevel: 'error',
  });
  const start = join(folder, 'start.mjs');
  writeFileSync(
    start,
    `import { enableCompileCache } from 'node:module';
enableCompileCache(${JSON.stringify(join(folder, 'cache'))});
await import('./bare.mjs');
`,
  );
  return start;
}
