import { PassThrough } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import { parse } from '../../src/cli/program.ts';
import { parsedInput, readInput, shapeOf } from '../../src/cli/flags.ts';
import { InvalidInput } from '../../src/domain/errors.ts';
import { lace, shopCommands } from './shop.ts';

const read = (...argv: string[]) => parse(argv, shopCommands, 100);

async function argsOf(...argv: string[]) {
  const parsed = await read(...argv);
  if (parsed.kind !== 'run') throw new Error(`it is ${parsed.kind}`);
  return parsed.args;
}

async function refusal(...argv: string[]): Promise<InvalidInput> {
  try {
    await read(...argv);
  } catch (error) {
    if (error instanceof InvalidInput) return error;
    throw error;
  }
  throw new Error('it was taken');
}

const io = {
  stdin: new PassThrough(),
  stdout: new PassThrough(),
  stderr: new PassThrough(),
  env: {},
  signal: new AbortController().signal,
};

async function inputOf(...argv: string[]) {
  const shape = shapeOf(lace.input, lace.positional);
  return readInput(lace.input, shape, await argsOf('shoes', 'lace', ...argv), io);
}

describe('reading a command line', () => {
  test('words and flags become the input, by the names of its fields', async () => {
    const input = await inputOf(
      'RUN-42',
      '--pairs',
      '2',
      '--lace-colour',
      'blue',
      '--tags',
      'a',
      '--tags',
      'b',
      '--express',
    );
    expect(input).toEqual({ sku: 'RUN-42', pairs: '2', lace_colour: 'BLUE', tags: ['a', 'b'], express: true });
  });

  test.each([
    ['007', '007'],
    ['1e3', '1e3'],
    ['0x10', '0x10'],
    ['-3', '-3'],
    ['-3x', '-3x'],
    ['"as new"', '"as new"'],
    ["'", "'"],
    ['two\nlines', 'two\nlines'],
    ['a=b', 'a=b'],
    ['true', 'true'],
  ])('a value %j stays what was typed', async (typed, kept) => {
    expect(await argsOf('shoes', 'lace', 'x', '--pairs', typed)).toMatchObject({ pairs: kept });
    expect(await argsOf('shoes', 'lace', 'x', `--pairs=${typed}`)).toMatchObject({ pairs: kept });
  });

  test('a SKU 007 given as a word stays text, and so does one behind --', async () => {
    expect(await argsOf('shoes', 'lace', '007', '--pairs', '1')).toMatchObject({ sku: '007' });
    expect(await argsOf('shoes', 'lace', '--pairs', '1', '--', '--odd')).toMatchObject({ sku: '--odd' });
  });

  test('a number field becomes a number only when it looks like one', async () => {
    expect(await inputOf('x', '--pairs', '1', '--length', '42')).toMatchObject({ length: 42 });
    expect(await inputOf('x', '--pairs', '1', '--length', '4e2')).toMatchObject({ length: '4e2' });
  });

  test.each(['yes', 'TRUE', '1', 'on'])('a switch that is given %j is on', async (value) => {
    expect(await argsOf('shoes', 'lace', 'x', '--pairs', '1', `--express=${value}`)).toMatchObject({ express: true });
    expect(await argsOf(`--json=${value}`, 'shoes', 'lace', 'x', '--pairs', '1')).toMatchObject({ json: true });
  });

  test.each(['no', 'false', '0', 'off'])('a switch that is given %j is off', async (value) => {
    expect(await argsOf('shoes', 'lace', 'x', '--pairs', '1', `--express=${value}`)).toMatchObject({ express: false });
  });

  test.each(['', 'please', 'yes '])('a switch that is given %j is refused, for it may be a dry run', async (value) => {
    await expect(argsOf('shoes', 'lace', 'x', '--pairs', '1', `--express=${value}`)).rejects.toThrow(
      `--express is a switch: "${value}" is neither yes nor no.`,
    );
  });

  test('an empty text empties a field that may be empty', async () => {
    expect(await inputOf('x', '--pairs', '1', '--price', '')).toMatchObject({ price: null });
  });

  test('objects are given as JSON', async () => {
    expect(await inputOf('x', '--pairs', '1', '--knots', '[{"kind":"bow"}]')).toMatchObject({
      knots: [{ kind: 'bow' }],
    });
    await expect(inputOf('x', '--pairs', '1', '--knots', '[{')).rejects.toThrow('--knots "[{" is no JSON.');
  });

  test('flags of every command may stand before its words', async () => {
    expect(await argsOf('--json', '--profile', 'shop', 'shoes', 'lace', 'x', '--pairs', '1')).toMatchObject({
      json: true,
      profile: 'shop',
    });
  });

  test('a flag of the command wins over one of every command, and --no-color is always about colours', async () => {
    expect(await argsOf('shoes', 'list', '--color', 'black', '--no-color')).toEqual({
      color: 'black',
      'no-color': true,
    });
    expect(await argsOf('shoes', 'lace', 'x', '--pairs', '1', '--color')).toMatchObject({ color: true });
  });

  test('a megabyte and a NUL byte are read and told by the schema', async () => {
    const raw = await inputOf('x', '--pairs', '1', '--reason', 'y'.repeat(1 << 20));
    const shape = shapeOf(lace.input, lace.positional);
    expect(() => parsedInput('shoes lace', lace.input, raw, shape)).toThrow('--reason: at most 500 characters');
    const nul = await inputOf('a\0b', '--pairs', 'many');
    expect(() => parsedInput('shoes lace', lace.input, nul, shape)).toThrow(
      'shoes lace cannot take this: sku: it holds a NUL byte; --pairs: "many" is no quantity: a whole number from 1 to 1000000 is needed.',
    );
  });

  test('no command opens the terminal, with the flags that it takes', async () => {
    expect(await read()).toEqual({ kind: 'terminal', args: {} });
    expect(await read('--read-only', '--role', 'oncall')).toEqual({
      kind: 'terminal',
      args: { 'read-only': true, role: 'oncall' },
    });
    expect(await read('--version')).toEqual({ kind: 'version' });
  });
});

describe('what is wrong is told with what to do', () => {
  test.each([
    [['shoes', 'lace', 'x', '--pars', '1'], 'shoes lace has no flag --pars.', 'Did you mean --pairs?'],
    [['shoes', 'lace', 'x', '-p', '1'], 'shoes lace has no flag -p.', 'See solemate shoes lace --help.'],
    [['shoes', 'lase'], 'There is no command "shoes lase".', 'Did you mean "lace"?'],
    [['shoes'], '"shoes" needs a verb.', 'It knows lace, list.'],
    [['sheos', 'list'], 'There is no command "sheos".', 'Did you mean "shoes"?'],
    [['quux'], 'There is no command "quux".', 'See solemate --help for what there is.'],
    [['shoes', 'lace'], 'shoes lace needs <sku> and --pairs.', 'For example: solemate shoes lace RUN-42 --pairs 2'],
    [
      ['shoes', 'lace', 'x', 'y', '--pairs', '1'],
      '"y" is one word too many for shoes lace.',
      'See solemate shoes lace --help.',
    ],
    [['shoes', 'lace', 'x', '--pairs'], '--pairs needs a value.', 'See solemate shoes lace --help.'],
    [['shoes', 'lace', 'x', '--pairs', '--json'], '--pairs needs a value.', 'See solemate shoes lace --help.'],
    [
      ['shoes', 'lace', 'x', '--pairs', '1', '--pairs', '2'],
      '--pairs is given twice.',
      'See solemate shoes lace --help.',
    ],
    [['--redonly'], 'solemate has no flag --redonly.', 'Did you mean --read-only?'],
  ])('%j', async (argv, message, hint) => {
    expect(await refusal(...argv)).toMatchObject({ message, hint });
  });
});

describe('help', () => {
  const help = async (...argv: string[]) => {
    const parsed = await read(...argv);
    return parsed.kind === 'help' ? parsed.text : parsed.kind;
  };

  test('of the program names every noun and the exit codes', async () => {
    expect(await help('--help')).toContain('solemate shoes');
    expect(await help('--help')).toContain('Exit codes: 0 done');
  });

  test('of a noun names its verbs', async () => expect(await help('shoes', '--help')).toContain('List shoes.'));

  test('of a command shows words, flags, defaults and examples', async () => {
    const text = await help('shoes', 'lace', '--help');
    for (const part of [
      'shoes lace <sku> [flags]',
      'Lace shoes.',
      '--lace-colour',
      'one of RED, BLUE',
      'default: RED',
      '--dry-run',
      '--operation-id',
      'solemate shoes lace RUN-42 --pairs 2',
    ]) {
      expect(text).toContain(part);
    }
  });

  test('of a list shows a flag for each filter', async () => {
    for (const part of ['--size', '--worn-by', '--filter', '--csv', '--all', '[words..]']) {
      expect(await help('shoes', 'list', '--help')).toContain(part);
    }
  });
});
