import { openSync, readdirSync, readFileSync, readSync, closeSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { openLog } from '../src/platform/log.ts';
import { findHome } from '../src/platform/home.ts';
import { sealPhone, hashPhone } from '../src/platform/pii.ts';
import { solemate, type Ran } from './cli/streams.ts';
import { testDatabase, testServer, type TestDatabase } from './helpers/database.ts';
import { testHome, type TestHome } from './helpers/home.ts';
import { withSuperuser } from './helpers/server.ts';
import { allCommands } from './helpers/operations.ts';

/** Each a word that means nothing else, so that finding it anywhere is a leak. */
const marked = {
  adminPassword: 'marked-admin-password-b7c1',
  wrongPassword: 'marked-wrong-password-9d2e',
  invitedPassword: 'marked-invited-password-41fa',
  changedPassword: 'marked-changed-password-e0a3',
  seedPassword: 'marked-seed-password-77b0',
  shortPassword: 'mk-5e8d2',
  madeUpToken: 'marked-made-up-token-c3d9',
  urlPassword: 'marked-url-password-1b6f',
  piiKey: 'marked-pii-key-58ce',
  phone: '+49 30 5550177923',
  otherPhone: '+49 30 5550166814',
};

let home: TestHome;
let shop: TestDatabase;
let sample: TestDatabase;
let logFile: string;
let logStart: number;
const argvs = new Set<string>();
let watching: NodeJS.Timeout;
const said: { readonly argv: string; readonly ran: Ran }[] = [];

beforeAll(async () => {
  home = testHome();
  [shop, sample] = await Promise.all([testDatabase({ empty: true }), testDatabase({ empty: true })]);
  logFile = await withSuperuser(testServer(), async (superuser) => {
    for (const db of [shop, sample]) {
      const [database] = await db.sql<{ name: string }>('select current_database() as name');
      await logEverything(superuser, database?.name ?? '');
    }
    const { rows } = await superuser.query<{ data_directory: string }>('show data_directory');
    return `${rows[0]?.data_directory ?? ''}.log`;
  });
  logStart = statSync(logFile).size;
  watching = setInterval(seeArguments, 5);
  process.env['SOLEMATE_LOG_LEVEL'] = 'debug';
});

afterEach(() => {
  delete process.env['SOLEMATE_TOKEN'];
  delete process.env['SOLEMATE_SEED_PASSWORD'];
  delete process.env['SOLEMATE_PII_KEY'];
  delete process.env['SOLEMATE_DATABASE_URL'];
});

afterAll(async () => {
  clearInterval(watching);
  delete process.env['SOLEMATE_LOG_LEVEL'];
  await Promise.all([shop.close(), sample.close()]);
  await home.remove();
});

/** As an administrator would who looks for slow statements: all of them, with what was bound. */
async function logEverything(superuser: { query(text: string): Promise<unknown> }, name: string): Promise<void> {
  const settings = {
    log_statement: 'all',
    log_min_duration_statement: '0',
    log_min_messages: 'log',
    log_min_error_statement: 'error',
    log_error_verbosity: 'verbose',
    log_parameter_max_length: '-1',
    log_parameter_max_length_on_error: '-1',
  };
  for (const [key, value] of Object.entries(settings)) {
    await superuser.query(`alter database "${name}" set ${key} = '${value}'`);
  }
}

function seeArguments(): void {
  for (const pid of readdirSync('/proc').filter((entry) => /^\d+$/u.test(entry))) {
    try {
      argvs.add(readFileSync(`/proc/${pid}/cmdline`, 'utf8'));
    } catch {
      // it has ended in the meantime
    }
  }
}

async function say(db: TestDatabase, argv: readonly string[], stdin = ''): Promise<Ran> {
  const url = /^db /u.test(argv.join(' ')) ? db.ownerUrl : db.appUrl;
  const ran = await solemate([...argv, '--url', url, '--home', home.path], { stdin });
  said.push({ argv: argv.join(' '), ran });
  return ran;
}

async function json<T>(db: TestDatabase, argv: readonly string[], stdin = ''): Promise<T> {
  const { code, stdout, stderr } = await say(db, [...argv, '--json'], stdin);
  if (code !== 0) throw new Error(`${argv.join(' ')} ended with ${code}: ${stderr}`);
  return JSON.parse(stdout) as T;
}

/** Everything that has been written anywhere but to the person. */
async function traces(): Promise<Record<string, string>> {
  const found: Record<string, string> = { argv: [...argvs].join('\n'), 'server log': serverLog() };
  for (const name of readdirSync(home.path, { recursive: true, encoding: 'utf8' })) {
    const file = join(home.path, name);
    // the token of whoever is signed in, mode 0600: this is where it belongs
    if (statSync(file).isFile() && !name.startsWith('sessions/')) found[name] = readFileSync(file, 'latin1');
  }
  for (const db of [shop, sample]) {
    const tables = await db.sql<{ name: string }>(
      "select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'm')",
    );
    for (const { name } of tables) {
      const rows = await db.sql<{ text: string | null }>(`select string_agg(t::text, chr(10)) as text from ${name} t`);
      found[`table ${name}`] = `${found[`table ${name}`] ?? ''}${rows[0]?.text ?? ''}`;
    }
  }
  return found;
}

function serverLog(): string {
  const size = statSync(logFile).size - logStart;
  const part = Buffer.alloc(size);
  const file = openSync(logFile, 'r');
  readSync(file, part, 0, size, logStart);
  closeSync(file);
  return part.toString('latin1');
}

test("no secret is left in arguments, logs, tables, the server's log or an error", async () => {
  await json(shop, ['db', 'migrate']);
  await json(sample, ['db', 'migrate']);

  const admin = ['--email', 'ann@shop.example'];
  const names = ['--first-name', 'Ann', '--last-name', 'Lee'];
  await say(shop, ['setup', ...admin, ...names, '--password-stdin'], marked.shortPassword);
  const first = await json<{ token: string }>(
    shop,
    ['setup', ...admin, ...names, '--password-stdin'],
    marked.adminPassword,
  );
  expect((await say(shop, ['login', ...admin, '--password-stdin'], marked.wrongPassword)).code).toBe(5);
  expect(
    (await say(shop, ['login', '--email', 'no@shop.example', '--password-stdin'], marked.wrongPassword)).code,
  ).toBe(5);
  const second = await json<{ token: string }>(shop, ['login', ...admin, '--password-stdin'], marked.adminPassword);

  const person = ['--role', 'manager', '--first-name', 'Mia', '--last-name', 'Lang'];
  const invited = await json<{ result: { token: string } }>(shop, ['staff', 'invite', 'mia@shop.example', ...person]);
  const again = await json<{ result: { token: string } }>(shop, ['staff', 'reset-password', 'mia@shop.example']);
  await say(shop, ['accept-invite', '--password-stdin'], `${marked.madeUpToken}\n${marked.invitedPassword}\n`);
  await say(shop, ['accept-invite', '--password-stdin'], `${invited.result.token}\n${marked.invitedPassword}\n`);
  const third = await json<{ token: string }>(
    shop,
    ['accept-invite', '--password-stdin'],
    `${again.result.token}\n${marked.invitedPassword}\n`,
  );
  await say(shop, ['passwd', '--password-stdin'], `${marked.wrongPassword}\n${marked.changedPassword}\n`);
  await json(shop, ['passwd', '--password-stdin'], `${marked.invitedPassword}\n${marked.changedPassword}\n`);
  process.env['SOLEMATE_TOKEN'] = marked.madeUpToken;
  expect((await say(shop, ['whoami'])).code).toBe(5);
  delete process.env['SOLEMATE_TOKEN'];

  process.env['SOLEMATE_PII_KEY'] = marked.piiKey;
  await shop.sql(
    "insert into users (email, first_name, phone_number, phone_number_hash) values ('anna@example.com', 'Anna', $1, $2)",
    [sealPhone(marked.phone, marked.piiKey), hashPhone(marked.phone, marked.piiKey)],
  );
  const reveal = ['customers', 'reveal', 'anna@example.com', '--reason', 'the courier calls'];
  expect((await json<{ result: object }>(shop, reveal)).result).toMatchObject({ phone_number: marked.phone });
  expect((await say(shop, reveal)).stdout).toContain(marked.phone);
  expect((await json<{ rows: unknown[] }>(shop, ['customers', 'lookup', marked.phone])).rows).toHaveLength(1);
  await json(shop, ['customers', 'edit', 'anna@example.com', '--phone', marked.otherPhone]);
  await say(shop, ['customers', 'edit', 'anna@example.com', '--phone', marked.phone, '--expected-version', '1']);
  await say(shop, ['customers', 'show', 'anna@example.com']);

  process.env['SOLEMATE_SEED_PASSWORD'] = marked.shortPassword;
  expect(await say(sample, ['db', 'seed', '--orders', '30'])).toMatchObject({ code: 2 });
  process.env['SOLEMATE_SEED_PASSWORD'] = marked.seedPassword;
  await json(sample, ['db', 'seed', '--orders', '30', '--yes']);
  await json(sample, ['login', '--email', 'oncall@solemate.example', '--password-stdin'], marked.seedPassword);

  process.env['SOLEMATE_DATABASE_URL'] = `postgresql://solemate_app:${marked.urlPassword}@127.0.0.1:9/none`;
  const lost = await solemate(['whoami', '--verbose', '--home', home.path]);
  expect(lost.code).toBe(6);
  said.push({ argv: 'whoami', ran: lost });
  openLog(findHome(home.path)).error('a trial', {
    error: new Error(lost.stderr),
    url: process.env['SOLEMATE_DATABASE_URL'],
  });

  const tokens = {
    firstSession: first.token,
    secondSession: second.token,
    thirdSession: third.token,
    invitation: invited.result.token,
    reset: again.result.token,
  };
  const left = await traces();
  expect(left['server log']).toContain('claim_login');
  expect(left['server log']).toMatch(/parameters?: \$1 = 'ann@shop.example'/iu);
  expect(Object.keys(left)).toEqual(
    expect.arrayContaining(['table audit_logs', 'table operation_results', 'logs/solemate.log']),
  );
  for (const [name, secret] of Object.entries({ ...marked, ...tokens })) {
    const where = Object.entries(left).flatMap(([place, text]) => (text.includes(secret) ? [place] : []));
    expect({ secret: name, where }).toEqual({ secret: name, where: [] });
  }
}, 180_000);

test('a person is told a secret once, by the command that makes it, and no error repeats one', () => {
  const told = (secret: string) => said.filter(({ ran }) => ran.stdout.includes(secret)).map(({ argv }) => argv);
  for (const [name, secret] of Object.entries(marked)) {
    const inErrors = said.filter(({ ran }) => ran.stderr.includes(secret)).map(({ argv }) => argv);
    expect({ name, inErrors }).toEqual({ name, inErrors: [] });
  }
  expect(said.filter(({ ran }) => ran.code !== 0).length).toBeGreaterThanOrEqual(8);
  const { phone, otherPhone, ...never } = marked;
  expect(told(phone)).toHaveLength(2);
  for (const secret of [otherPhone, ...Object.values(never)]) expect(told(secret)).toEqual([]);
  const tokens = said.flatMap(({ ran }) =>
    [...ran.stdout.matchAll(/"token":"([\w-]+)"/gu)].map(([, token]) => token ?? ''),
  );
  expect(tokens).toHaveLength(6);
  for (const token of tokens) expect(told(token)).toHaveLength(1);
});

test('no command takes a secret as a flag or a word', () => {
  const flags = allCommands.flatMap((command) => {
    const { flags: own, positionals } = command.shape();
    return [...own, ...positionals].map(({ name }) => name);
  });
  const secret = flags.filter((name) => /password|secret|token|pii|api-?key/u.test(name));
  expect(new Set(secret)).toEqual(new Set(['password-stdin']));
});
