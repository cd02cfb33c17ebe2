import { randomBytes } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { readInput, shapeOf } from '../../src/cli/flags.ts';
import { commandName } from '../../src/domain/command-name.ts';
import { commandSources } from '../../src/cli/commands.ts';
import { parse } from '../../src/cli/program.ts';
import type { Operation } from '../../src/operations/operation.ts';
import { capture, solemate, type Ran } from '../cli/streams.ts';
import { testDatabase, type TestDatabase } from '../helpers/database.ts';
import { openShop, shoe, socks } from '../operations/shop.ts';
import { given, theOrder, type Step } from './given.ts';
import { operations } from '../helpers/operations.ts';

/**
 * One shop in which every example of every operation makes sense: the shoes, people and places that they speak of are
 * there, and `given` brings about what one of them needs besides.
 */
export interface World {
  readonly db: TestDatabase;
  /** One command line as the admin, as somebody would type it. */
  run(line: string): Promise<Ran>;
  /** What that line would run; nothing when it runs over many records. */
  callOf(line: string): Promise<ExampleCall | undefined>;
  close(): Promise<void>;
}

export interface ExampleCall {
  readonly operation: Operation;
  readonly input: object;
}

const report = (name: string): string => resolve('test/fixtures/backup', name);

/** Files that examples name. */
const files: Readonly<Record<string, string>> = {
  'delivery.csv': 'sku,warehouse,quantity,reference\nRUN-42-BLK,BER,24,PO-1001\nSOCKS,HAM,12,PO-1001\n',
  'adjust.csv': 'sku,warehouse,by,reason\nRUN-42-BLK,BER,-1,damaged\nSOCKS,BER,2,found\n',
  'transfer.csv': 'sku,quantity\nRUN-42-BLK,2\nSOCKS,3\n',
  'levels.csv': 'sku,warehouse,reorder_point,reorder_quantity\nRUN-42-BLK,BER,6,24\n',
  'counted.csv': 'sku,warehouse,counted\nRUN-42-BLK,BER,12\nSOCKS,BER,50\n',
  'scans.csv': 'code,quantity\nRUN-42-BLK,10\nSOCKS,3\n',
  'variants.csv': 'sku,price\nRUN-42-BLK,119.00\nRUN-43-BLK,124.00\n',
  'parcels.csv': `order,carrier,tracking\n${theOrder},DHL,00340434161094042557\n`,
  // A published report of pgBackRest instead of a repository; the test server archives nothing.
  'config.json': JSON.stringify({
    backup: {
      infoCommand: ['cat', report('01-healthy.json')],
      walListCommand: ['cat', report('01-healthy.repo-ls-archive.json')],
      backupListCommand: ['cat', report('01-healthy.repo-ls-backup.json')],
      repoDiskCommand: null,
    },
  }),
  'products_export.csv':
    'Handle,Title,Vendor,Option1 Name,Option1 Value,Variant SKU,Variant Price\ntrail-hare,Trail Hare,Fjell,Size,42,HARE-42,99.00\n',
};
/** Files that examples write. */
const written = ['products.csv', 'shopify.csv'];
/** What stands ready on standard input for an example with `-`. */
const piped = (line: string): string =>
  line.startsWith('orders ship') ? (files['parcels.csv'] ?? '') : 'sku,quantity\nRUN-42-BLK,24\nSOCKS,12\n';

const templates = new Map<string, Promise<string>>();

function template(key: string, make: () => Promise<string>): Promise<string> {
  const there = templates.get(key) ?? make();
  templates.set(key, there);
  return there;
}

/** A copy of the base shop, made once in each test process. */
export async function openWorld(): Promise<World> {
  return worldOn(await testDatabase({ copyOf: await template('', makeTemplate) }));
}

/** A copy of it in which everything is there that an example needs; that, too, is made once. */
export async function openWorldFor(name: string, example: string): Promise<World> {
  const key = [`${name}: ${example}`, name].find((one) => one in given);
  if (key === undefined) return openWorld();
  const made = await template(key, async () => {
    const world = await openWorld();
    for (const step of given[key] ?? []) await take(world, step);
    return world.db.leave();
  });
  return worldOn(await testDatabase({ copyOf: made }));
}

async function makeTemplate(): Promise<string> {
  const shop = await openShop({
    [`${shoe.small}@BER`]: 20,
    [`${shoe.middle}@BER`]: 14,
    [`${shoe.large}@BER`]: 20,
    [`${shoe.middle}@HAM`]: 10,
    [`${socks}@BER`]: 50,
  });
  await shop.sql(
    `insert into users (email, password_hash, first_name, last_name, role, is_active, email_verified)
    select role || '@solemate.example', 'no password', initcap(role), 'Sample', role, true, true
    from unnest(array['admin', 'manager', 'warehouse', 'oncall']) as role`,
  );
  return shop.leave();
}

async function worldOn(db: TestDatabase): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'solemate-examples-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const token = randomBytes(24).toString('base64url');
  await db.sql(
    `select open_session($1, sha256(convert_to($2, 'UTF8')), current_timestamp + interval '1 hour', 'test')`,
    [db.actor('admin').id, token],
  );
  const isFile = (word: string) => word in files || written.includes(word);
  const typed = (line: string) => wordsOf(line).map((word) => (isFile(word) ? join(folder, word) : word));
  return {
    db,
    callOf: (line) => callOf(typed(line)),
    run(line) {
      process.env['SOLEMATE_TOKEN'] = token;
      process.env['SOLEMATE_PII_KEY'] = 'a key for tests only';
      return solemate([...typed(line), '--url', db.appUrl, '--home', folder], { stdin: piped(line) });
    },
    close: () => db.close(),
  };
}

/** Whether it needs something that the base shop has not. */
export const needs = (name: string, example: string): boolean => `${name}: ${example}` in given || name in given;

async function take(world: World, step: Step): Promise<void> {
  if (typeof step !== 'string') return step(world);
  const { code, stdout, stderr } = await world.run(`${step}${/ --yes/u.test(step) ? '' : ' --yes'}`);
  if (code !== 0) throw new Error(`"${step}" ended with ${code}: ${stdout}${stderr}`);
}

/** A command line in words, as a shell would split it. */
function wordsOf(line: string): string[] {
  const found = line.matchAll(/"([^"]*)"|(\S+)/gu);
  return [...found].map(([, quoted, plain]) => quoted ?? plain ?? '');
}

/** The operation that a line names, and the input it would be given; nothing for lines that run over many records. */
async function callOf(words: readonly string[]): Promise<ExampleCall | undefined> {
  const parsed = await parse(words, commandSources, 100);
  if (parsed.kind !== 'run' || 'matching' in parsed.args) return undefined;
  const path = parsed.command.path.join(' ');
  const operation = operations.find(
    (one): one is Operation => one.kind === 'operation' && commandName(one.name) === path,
  );
  if (!operation) return undefined;
  const key = operation.bulk?.key.replaceAll('_', '-') ?? '';
  const many = parsed.args[key];
  const args = Array.isArray(many) && operation.bulk ? { ...parsed.args, [key]: many[0] as string } : parsed.args;
  const { io } = capture({ stdin: piped(words.join(' ')) });
  return {
    operation,
    input: await readInput(operation.input, shapeOf(operation.input, operation.positional), args, io),
  };
}
