import { readFile, writeFile } from 'node:fs/promises';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Claim, Options, Result } from './claim.ts';

/** One command a claim: `npm run bench -- lists [--orders 1000000] [--rounds 200] [--seconds 600] [--save]`. Prints JSON. */
const claims: Readonly<Record<string, () => Promise<{ readonly claim: Claim }>>> = {
  lists: () => import('./claims/lists.ts'),
  plans: () => import('./claims/plans.ts'),
  growth: () => import('./claims/growth.ts'),
  adminjs: () => import('./claims/adminjs.ts'),
  restock: () => import('./claims/restock.ts'),
  crowd: () => import('./claims/crowd.ts'),
  start: () => import('./claims/start.ts'),
  opening: () => import('./claims/opening.ts'),
  keys: () => import('./claims/keys.ts'),
  memory: () => import('./claims/memory.ts'),
  chaos: () => import('./claims/chaos.ts'),
};

const results = new URL('./RESULTS.md', import.meta.url);

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    orders: { type: 'string', default: '1000000' },
    rounds: { type: 'string', default: '200' },
    seconds: { type: 'string', default: '600' },
    save: { type: 'boolean', default: false },
  },
});

const wanted = positionals.includes('all') ? Object.keys(claims) : positionals;
const unknown = wanted.filter((name) => !(name in claims));
if (wanted.length === 0 || unknown.length > 0) {
  process.stderr.write(`Name one or more of ${Object.keys(claims).join(', ')}, or all.\n`);
  process.exit(2);
}

// One folder for whatever the claims write, gone with the run.
const folder = mkdtempSync(join(tmpdir(), 'solemate-bench-run-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
process.env['TMPDIR'] = folder;

const options: Options = { orders: whole(values.orders), rounds: whole(values.rounds), seconds: whole(values.seconds) };
for (const name of wanted) {
  const load = claims[name];
  if (!load) continue;
  const { claim } = await load();
  process.stderr.write(`${claim.title}\n`);
  const result = await claim.run(options, (text) => process.stderr.write(`  ${text}\n`));
  process.stdout.write(`${JSON.stringify({ claim: name, at: new Date().toISOString(), ...result })}\n`);
  if (values.save) await save(name, claim, result);
}

function whole(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new Error(`"${text}" is no whole number`);
  return number;
}

/** Puts the claim's section into RESULTS.md in place of its last one; the others stay as they were measured. */
async function save(name: string, claim: Claim, result: Result): Promise<void> {
  const text = await readFile(results, 'utf8').catch(() => '# Results\n');
  const [head = '', ...sections] = text.split(/^(?=## )/mu);
  const others = sections.filter((section) => !section.startsWith(`## ${name}\n`));
  const order = Object.keys(claims);
  const place = (section: string) => order.indexOf(/^## (\S+)/u.exec(section)?.[1] ?? '');
  const all = [...others, section(name, claim, result)].sort((one, other) => place(one) - place(other));
  await writeFile(results, [head, ...all].join(''));
}

function section(name: string, claim: Claim, { facts, rows, verdict }: Result): string {
  const keys = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const line = (cells: readonly (string | number)[]) => `| ${cells.map((cell) => String(cell)).join(' | ')} |`;
  const machine = `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.versions.node}`;
  // What else the machine did meanwhile: the ratios bear it, the milliseconds do not.
  const load = loadavg()[0]?.toFixed(1) ?? '';
  const told = Object.entries({ at: new Date().toISOString().slice(0, 10), machine, load, ...facts });
  return [
    `## ${name}`,
    '',
    `${claim.title}. Goal: ${claim.goal}.`,
    '',
    `**${verdict}**`,
    '',
    told.map(([key, value]) => `${key.replaceAll('_', ' ')}: ${value}`).join(' · '),
    '',
    line(keys),
    line(keys.map(() => '---')),
    ...rows.map((row) => line(keys.map((key) => row[key] ?? ''))),
    '',
    '',
  ].join('\n');
}
