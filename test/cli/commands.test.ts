import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { globalFlags } from '../../src/cli/command.ts';
import { commandSources } from '../../src/cli/commands.ts';
import { completeWords } from '../../src/cli/completion.ts';
import { cliMarkdown } from '../../src/cli/markdown.ts';
import { parse } from '../../src/cli/program.ts';
import { version } from '../../src/domain/version.ts';
import { solemate } from './streams.ts';
import { allCommands } from '../helpers/operations.ts';

const named = allCommands.map((command) => ({ name: command.path.join(' '), command }));

/** Words of a command line as a shell would split it. */
function words(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/gu)].map(
    ([, double, single, bare]) => double ?? single ?? bare ?? '',
  );
}

describe.each(named)('$name', ({ command }) => {
  test('has help that names it, its words and its flags', async () => {
    const help = await parse([...command.path, '--help'], commandSources, 100);
    const text = help.kind === 'help' ? help.text.replaceAll(/\s+/gu, ' ') : '';
    expect(text).toContain(`solemate ${command.path.join(' ')}`);
    for (const { name } of command.shape().flags) expect(text).toContain(`--${name}`);
    for (const { name } of command.shape().positionals) expect(text).toContain(name);
  });

  test('has examples, and they are understood', async () => {
    expect(command.examples.length).toBeGreaterThan(0);
    for (const example of command.examples) {
      expect(await parse(words(example), commandSources, 100)).toMatchObject({
        kind: 'run',
        command: { path: command.path },
      });
    }
  });

  test('takes no name that means something else', () => {
    const { flags, positionals } = command.shape();
    const own = [...flags, ...positionals].map(({ name }) => name);
    expect(new Set(own).size).toBe(own.length);
    const meaning = globalFlags.map((flag) => flag.name).filter((name) => name !== 'color');
    expect(own.filter((name) => meaning.includes(name))).toEqual([]);
  });

  test('refuses an unknown flag with exit code 2', async () => {
    const { code, stdout, stderr } = await solemate([...command.path, '--no-such-thing-here', 'x']);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain('has no flag --');
  });
});

test('the version is that of the package', async () => {
  const { default: packageJson } = await import('../../package.json', { with: { type: 'json' } });
  expect(version).toBe(packageJson.version);
});

describe('errors', () => {
  test('are one JSON document on standard error with --json', async () => {
    const { code, stdout, stderr } = await solemate(['orders', 'shw', '--json']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(JSON.parse(stderr)).toEqual({
      error: {
        code: 'invalid_input',
        message: 'There is no command "orders shw".',
        hint: 'Did you mean "show"?',
        details: {},
      },
    });
  });

  test('never carry what was typed to the terminal unfiltered', async () => {
    const { stderr } = await solemate(['orders', 'show', 'x', '\u001b]0;owned\u0007']);
    expect(stderr).not.toContain('\u001b');
  });

  test.each([
    [['products', 'import', '/no/such/file.csv'], 'There is no file "/no/such/file.csv".'],
    [['products', 'import', '/'], '"/" is a folder, a file is needed.'],
    [['products', 'import', 'a\0b'], '"ab" is no file name.'],
    [['orders', 'list', '--limit', '0'], '--limit "0" is no number from 1 to 1000.'],
    [['orders', 'list', '--all'], '--all needs --csv or --json.'],
    [['orders', 'list', '--csv', '--json'], '--csv and --json exclude each other.'],
    [['orders', 'cancel', 'SM-1'], 'orders cancel needs --reason.'],
    [['orders', 'show', 'x'.repeat(1 << 20)], 'at most 255 characters'],
    [['orders', 'show', 'a\0b'], 'it holds a NUL byte'],
    [['login', '--email', 'a@b.c'], 'A password is needed.'],
    [['db', 'migrate', '--down'], 'This needs a yes'],
    [['db', 'seed', '--orders', 'many'], '--orders "many" is no whole number.'],
    [['completion', 'csh'], 'There is no completion for "csh".'],
    [['config', 'get', 'nothing'], 'There is no setting "nothing".'],
  ])('%#: wrong usage ends with 2 and a sentence, before any database is opened', async (argv, sentence) => {
    const { code, stdout, stderr } = await solemate(argv);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(JSON.stringify(stderr)).toContain(JSON.stringify(sentence).slice(1, -1));
  });

  test('a failure that nobody foresaw ends with 1 and is called a bug', async () => {
    const { code, stderr } = await solemate([]);
    expect(code).toBe(1);
    expect(stderr).toContain('This is a bug.');
  });

  test('an unreachable database ends with 6', async () => {
    const { code, stderr } = await solemate([
      'orders',
      'list',
      '--url',
      'postgresql://nobody@127.0.0.1:9/none',
      '--json',
    ]);
    expect(code).toBe(6);
    expect(JSON.parse(stderr)).toMatchObject({ error: { code: 'unavailable' } });
  });
});

describe('completion', () => {
  const complete = async (shell: string, ...typed: string[]) =>
    (await completeWords(shell, typed, commandSources)).trimEnd().split('\n');

  test('offers nouns, then verbs, then flags and values', async () => {
    expect(await complete('bash', 'ord')).toEqual(['orders']);
    expect(await complete('bash', 'orders', 'sh')).toEqual(['show', 'ship']);
    expect(await complete('bash', 'orders', 'list', '--stat')).toEqual(['--status']);
    expect(await complete('bash', 'orders', 'list', '--status', 'PEN')).toEqual(['PENDING']);
    expect(await complete('bash', 'orders', 'list', '--status', '=', 'PEN')).toEqual(['PENDING']);
    expect((await complete('zsh', 'orders', 'list', '--status=PEN'))[0]).toMatch(/^--status=PENDING:/u);
    expect(await complete('fish', 'completion', 'z')).toEqual(['zsh\tthe shell']);
  });

  test('does not offer a flag twice', async () => {
    expect(await complete('bash', 'orders', 'list', '--json', '--js')).toEqual(['']);
  });
});

describe('settings', () => {
  const home = mkdtempSync(join(tmpdir(), 'solemate-cli-'));

  test('are set, shown with passwords masked, listed and taken away', async () => {
    const at = ['--home', home];
    const url = 'postgresql://ana:secret@db.example/shop';
    expect(await solemate(['config', 'set', 'profiles.shop.url', url, ...at])).toMatchObject({
      code: 0,
      stdout: 'profiles.shop.url is set.\n',
    });
    expect((await solemate(['config', 'get', 'profiles.shop.url', ...at])).stdout).toBe(
      'postgresql://ana:***@db.example/shop\n',
    );
    expect(JSON.parse((await solemate(['config', 'list', '--json', ...at])).stdout)).toMatchObject({
      'profiles.shop.url': 'postgresql://ana:***@db.example/shop',
    });
    expect((await solemate(['store', 'status', '--profile', 'shop', '--json', ...at])).stdout).toContain(
      '"kind":"server"',
    );
    expect((await solemate(['config', 'set', 'profiles.shop.url', '', ...at])).stdout).toBe(
      'profiles.shop.url is no longer set.\n',
    );
    expect((await solemate(['config', 'get', 'profile', ...at])).code).toBe(4);
  });

  test('a wrong configuration file is told with its place', async () => {
    const broken = mkdtempSync(join(tmpdir(), 'solemate-cli-'));
    writeFileSync(join(broken, 'config.json'), '{"profile": 5}');
    const { code, stderr } = await solemate(['config', 'list', '--home', broken]);
    expect(code).toBe(2);
    expect(stderr).toContain('is wrong at "profile"');
  });

  test('the embedded store is looked at without being made', async () => {
    const { stdout } = await solemate(['store', 'status', '--home', home, '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ kind: 'embedded', made: false, running: false });
  });
});

test('the generated page has every command, flag and column', () => {
  const page = cliMarkdown(allCommands);
  for (const { name, command } of named) {
    expect(page).toContain(`### ${name}\n`);
    for (const flag of command.shape().flags) expect(page).toContain(`\`--${flag.name}`);
    for (const column of command.columns ?? []) expect(page).toContain(`\`${column}\``);
  }
});
