import yargs, { type Argv } from 'yargs';
import { InvalidInput } from '../domain/errors.ts';
import {
  globalFlags,
  roleFlag,
  type Arguments,
  type Command,
  type CommandSource,
  type Flag,
  type Shape,
} from './command.ts';
import { locate, usesValue } from './locate.ts';
import { suggestion } from '../domain/nearest.ts';

export type Parsed =
  | { readonly kind: 'terminal'; readonly args: Arguments }
  | { readonly kind: 'help'; readonly text: string }
  | { readonly kind: 'version' }
  | { readonly kind: 'run'; readonly command: Command; readonly args: Arguments };

/**
 * Reads a command line with yargs. Nothing is printed and nothing runs here; of the commands only those are loaded that
 * the line, or the help it asks for, is about.
 * @param columns width of the help text
 * @throws InvalidInput with a suggestion for an unknown command or flag, a missing word, a flag given twice
 */
export async function parse(
  argv: readonly string[],
  commands: readonly CommandSource[],
  columns: number,
): Promise<Parsed> {
  const { source, words } = locate(argv, commands);
  const command = await source?.load();
  const shape = (command ?? terminal).shape();
  const { tokens, values, plain } = standIns(argv, shape);
  let output = '';
  let failure: Error | undefined;
  const program = programOf(allFlags(shape), columns);
  // To read flags yargs needs no more than the flags; the commands themselves are for its help.
  if (tokens.some(asksForHelp)) await describeCommands(program, words[0], source ? [source] : commands);
  else for (const flag of shape.flags) addFlag(program, flag, 'Flags:');
  const typed = program.parse(tokens, {}, (error, _argv, text) => {
    failure = error ?? undefined;
    output = text;
  }) as Record<string, unknown>;
  if (typed['help'] === true && (words.length === 0 || command || isNoun(words[0] ?? '', commands))) {
    return { kind: 'help', text: command ? withExamples(output, command) : output };
  }
  if (typed['version'] === true && words.length === 0) return { kind: 'version' };
  if (words.length > 0 && !command) throw unknownCommand(words, commands);
  const asked = command ?? terminal;
  if (failure) throw usageError(failure, asked);
  const args = { ...readArguments(typed, values, asked), ...(plain && { 'no-color': true }) };
  return command ? { kind: 'run', command, args } : { kind: 'terminal', args };
}

/** What stands on the line when no command does. */
const terminal = {
  path: [] as readonly string[],
  examples: [] as readonly string[],
  shape: (): Shape => ({ flags: [roleFlag], positionals: [] }),
};
type Asked = Pick<Command, 'path' | 'examples' | 'shape'>;

const asksForHelp = (token: string): boolean => /^--help(?:=|$)/u.test(token);

const isNoun = (word: string, commands: readonly CommandSource[]): boolean =>
  commands.some(({ path }) => path[0] === word);

/**
 * yargs takes nothing that begins with a dash for a value and strips quotes around others. `--file -`, `--quantity -3x`
 * and `--reason '"as new"'` mean what they say, so yargs sees stand-ins (v0, v1, …) and the values are put back after.
 * It also takes every `--dry-run=yes` for a no: what a switch is given is read here.
 */
function standIns(argv: readonly string[], shape: Shape): { tokens: string[]; values: string[]; plain: boolean } {
  const flags = allFlags(shape);
  const named = (wanted: (flag: Flag) => boolean) => new Set(flags.filter(wanted).map(({ name }) => `--${name}`));
  const withValue = named(usesValue);
  const switches = named((flag) => !usesValue(flag));
  const tokens: string[] = [];
  const values: string[] = [];
  let plain = false;
  const hold = (name: string, value: string) => tokens.push(`${name}=v${values.push(value) - 1}`);
  for (let index = 0; index < argv.length; index += 1) {
    const token = argv[index] ?? '';
    if (token === '--') return { tokens: [...tokens, ...argv.slice(index)], values, plain };
    const [, name = token, inline] = /^(--[^=]+)=(.*)$/su.exec(token) ?? [];
    const next = argv[index + 1];
    if (token === noColor) plain = true;
    else if (inline !== undefined && switches.has(name)) tokens.push(switched(name, inline));
    else if (!withValue.has(name)) tokens.push(token);
    else if (inline !== undefined) hold(name, inline);
    else if (next !== undefined && !next.startsWith('--')) {
      hold(name, next);
      index += 1;
    } else tokens.push(token);
  }
  return { tokens, values, plain };
}

function switched(name: string, value: string): string {
  if (/^(?:yes|true|on|1)$/iu.test(value)) return name;
  if (/^(?:no|false|off|0)$/iu.test(value)) return name.replace('--', '--no-');
  throw new InvalidInput(`${name} is a switch: "${value.slice(0, 40)}" is neither yes nor no.`, {
    hint: `Give ${name} alone, or leave it out.`,
  });
}

/** Taken out by itself, for a command may have a flag --color that means the colour of a shoe. */
const noColor = '--no-color';

/** What the command itself calls by the name of a flag of every command is the command's: `variants list --color black`. */
function allFlags(shape: Shape): readonly Flag[] {
  const own = [...shape.flags, ...shape.positionals];
  return [...globalFlags.filter(({ name }) => !own.some((flag) => flag.name === name)), ...own];
}

/** A command line with the flags of every command and no more. */
function programOf(flags: readonly Flag[], columns: number): Argv {
  const program = yargs([])
    .scriptName('solemate')
    .detectLocale(false)
    .parserConfiguration({
      'parse-numbers': false,
      'parse-positional-numbers': false,
      'camel-case-expansion': false,
      'dot-notation': false,
      'greedy-arrays': false,
      'short-option-groups': false,
    })
    .usage('$0                        the terminal\n$0 <noun> <verb> [flags]  one operation')
    .version(false)
    .exitProcess(false)
    .wrap(Math.min(columns, 110))
    .epilogue(
      'Exit codes: 0 done, 1 a bug, 2 wrong usage, 3 refused by a rule, 4 not found,\n5 forbidden or not signed in, 6 database unavailable, 130 interrupted.',
    );
  for (const flag of globalFlags.filter((one) => flags.includes(one)))
    addFlag(program, flag, 'Flags of every command:');
  return program.help('help', 'show this help').group('help', 'Flags of every command:');
}

/** The commands for help: all nouns, or the verbs of the one that is asked about. */
async function describeCommands(
  program: Argv,
  asked: string | undefined,
  sources: readonly CommandSource[],
): Promise<void> {
  const nouns = new Map<string, CommandSource[]>();
  for (const source of sources) {
    const noun = source.path[0] ?? '';
    nouns.set(noun, [...(nouns.get(noun) ?? []), source]);
  }
  for (const [noun, verbs] of nouns) {
    const [only] = verbs;
    if (only?.path.length === 1) addCommand(program, noun, await only.load());
    else addNoun(program, noun, verbs, noun === asked ? await Promise.all(verbs.map((one) => one.load())) : []);
  }
}

function addNoun(program: Argv, noun: string, verbs: readonly CommandSource[], loaded: readonly Command[]): void {
  program.command(noun, verbs.map(({ path }) => path[1] ?? '').join(', '), (inner) => {
    inner.usage(`$0 ${noun} <verb> [flags]`);
    for (const command of loaded) addCommand(inner, command.path[1] ?? '', command);
    return inner;
  });
}

function addCommand(program: Argv, word: string, command: Command): void {
  program.command(
    word,
    command.summary,
    (inner) => {
      const shape = command.shape();
      const words = shape.positionals.map(({ name, required }, index) => {
        const many = shape.variadic && index === shape.positionals.length - 1 ? '..' : '';
        return required ? `<${name}${many}>` : `[${name}${many}]`;
      });
      inner.usage([`$0 ${command.path.join(' ')}`, ...words, '[flags]'].join(' ') + `\n\n${command.summary}`);
      for (const { name, summary, values } of shape.positionals) {
        inner.positional(name, {
          type: 'string',
          describe: describe({ name, summary, kind: 'text', ...(values && { values }) }),
        });
      }
      for (const flag of shape.flags) addFlag(inner, flag, 'Flags:');
      return inner;
    },
    () => undefined,
  );
}

function addFlag(program: Argv, flag: Flag, group: string): void {
  if (flag.name === 'help') return;
  const common = { describe: describe(flag), group } as const;
  if (flag.kind === 'switch') program.option(flag.name, { ...common, type: 'boolean' });
  else program.option(flag.name, { ...common, type: 'string', requiresArg: true });
}

function describe({ summary, values, fallback, required, kind, name }: Flag): string {
  const notes = [
    ...(values && values.length > 0 ? [`one of ${values.join(', ')}`] : []),
    ...(kind === 'list' && name !== 'words' ? ['may be given several times'] : []),
    ...(kind === 'json' ? ['JSON'] : []),
    ...(fallback === undefined ? [] : [`default: ${fallback}`]),
    ...(required ? ['needed'] : []),
  ];
  return [summary, ...(notes.length > 0 ? [`[${notes.join('; ')}]`] : [])].filter(Boolean).join(' ');
}

function unknownCommand(words: readonly string[], commands: readonly CommandSource[]): InvalidInput {
  const [noun, verb] = words;
  const nouns = [...new Set(commands.map(({ path }) => path[0] ?? ''))];
  if (noun === undefined) return new InvalidInput('A command is missing.', { hint: 'See solemate --help.' });
  if (!nouns.includes(noun)) {
    const hint = suggestion(noun, nouns, 'See solemate --help for what there is.');
    return new InvalidInput(`There is no command "${noun.slice(0, 60)}".`, { hint });
  }
  const verbs = commands.filter(({ path }) => path[0] === noun).map(({ path }) => path[1] ?? '');
  const known = `It knows ${verbs.join(', ')}.`;
  if (verb === undefined) return new InvalidInput(`"${noun}" needs a verb.`, { hint: known });
  return new InvalidInput(`There is no command "${noun} ${verb.slice(0, 60)}".`, {
    hint: suggestion(verb, verbs, known),
  });
}

/** Below what yargs prints, which would wrap them: an example stays one line, to be copied. */
function withExamples(help: string, { examples }: Asked): string {
  if (examples.length === 0) return help;
  const [own, common = ''] = help.split(/\n\n(?=Exit codes:)/u);
  const lines = examples.map((one) => `  solemate ${one}`).join('\n');
  return [own, `Examples:\n${lines}`, common].filter(Boolean).join('\n\n');
}

const seeHelp = ({ path }: Asked): string => `See ${['solemate', ...path].join(' ')} --help.`;

function usageError(failure: Error, command: Asked): InvalidInput {
  const flag = /^Not enough arguments following: (.+)$/u.exec(failure.message)?.[1];
  const message = flag === undefined ? failure.message : `--${flag.slice(0, 60)} needs a value.`;
  return new InvalidInput(message, { hint: seeHelp(command), cause: failure });
}

/** Strictness is ours, not yargs': its messages know neither the suggestion nor the command's own help. */
function readArguments(typed: Record<string, unknown>, values: readonly string[], command: Asked): Arguments {
  const shape = command.shape();
  const words = (typed['_'] as string[]).slice(command.path.length);
  const flags = new Map(allFlags(shape).map((flag) => [flag.name, flag]));
  const args: Record<string, string | boolean | readonly string[]> = {};
  for (const [name, value] of Object.entries(typed)) {
    if (name === '_' || name === '$0' || value === undefined) continue;
    const flag = flags.get(name);
    if (!flag) throw unknownFlag(name, [...flags.keys()], command);
    args[name] = readFlag(flag, value, values, command);
  }
  const unused = shape.positionals.filter(({ name }) => args[name] === undefined);
  for (const [index, flag] of unused.entries()) {
    const many = shape.variadic === true && index === unused.length - 1;
    const taken = many ? words.splice(0) : words.splice(0, 1);
    if (taken[0] !== undefined) args[flag.name] = flag.kind === 'list' ? taken : taken[0];
  }
  const [extra] = words;
  if (extra !== undefined) {
    throw new InvalidInput(`"${extra.slice(0, 60)}" is one word too many for ${command.path.join(' ')}.`, {
      hint: seeHelp(command),
    });
  }
  demandRequired(args, shape, command);
  return args;
}

function readFlag(
  flag: Flag,
  typed: unknown,
  values: readonly string[],
  command: Asked,
): string | boolean | readonly string[] {
  const given: unknown[] = Array.isArray(typed) ? typed : [typed];
  if (flag.kind === 'switch') return given.at(-1) === true;
  const texts = given.map((one) => values[Number(String(one).slice(1))] ?? '');
  if (flag.kind === 'list') return texts;
  if (new Set(texts).size > 1) throw new InvalidInput(`--${flag.name} is given twice.`, { hint: seeHelp(command) });
  return texts[0] ?? '';
}

function unknownFlag(name: string, known: readonly string[], command: Asked): InvalidInput {
  const dashes = name.length === 1 ? '-' : '--';
  const hint = suggestion(name, known, '');
  return new InvalidInput(`${command.path.join(' ') || 'solemate'} has no flag ${dashes}${name.slice(0, 60)}.`, {
    hint: hint === '' ? seeHelp(command) : hint.replace(/"(.+)"/u, '--$1'),
  });
}

function demandRequired(args: Arguments, shape: Shape, command: Asked): void {
  const missing = [
    ...shape.positionals
      .filter(({ name, required }) => required && args[name] === undefined)
      .map(({ name }) => `<${name}>`),
    ...shape.flags.filter(({ name, required }) => required && args[name] === undefined).map(({ name }) => `--${name}`),
  ];
  if (missing.length === 0) return;
  const last = missing.pop() ?? '';
  const list = missing.length > 0 ? `${missing.join(', ')} and ${last}` : last;
  const [example] = command.examples;
  throw new InvalidInput(`${command.path.join(' ')} needs ${list}.`, {
    hint: example === undefined ? seeHelp(command) : `For example: solemate ${example}`,
  });
}
