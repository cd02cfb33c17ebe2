import type * as z from 'zod';
import { InvalidInput } from '../domain/errors.ts';
import { inputSchema, type FieldSchema } from '../operations/input-schema.ts';
import { problemsOf, quoted } from '../operations/wording.ts';
import { kebab, type Arguments, type Flag, type Shape } from './command.ts';
import { inputFile } from './input-file.ts';
import type { Io } from './io.ts';

/** Flags and plain words of an operation, read from its zod input. */
export function shapeOf(input: z.ZodObject, positional: readonly string[] = []): Shape {
  const schema = inputSchema(input);
  const required = new Set(schema.required);
  const all = Object.entries(schema.properties ?? {}).map(
    ([key, field]) => [key, toFlag(key, field, required.has(key))] as const,
  );
  const byKey = new Map(all);
  return {
    flags: all.filter(([key]) => !positional.includes(key)).map(([, flag]) => flag),
    positionals: positional.flatMap((key) => byKey.get(key) ?? []),
    variadic: byKey.get(positional.at(-1) ?? '')?.kind === 'list',
  };
}

function toFlag(key: string, field: FieldSchema, required: boolean): Flag {
  const choices = [field, ...(field.anyOf ?? [])];
  const values = choices.flatMap((one) => one.enum ?? one.items?.enum ?? []).map(String);
  const description = field.description ?? choices.find((one) => one.description)?.description ?? '';
  return {
    name: kebab(key),
    kind: kindOf(choices),
    summary: description,
    ...(values.length > 0 && { values }),
    ...(field.default !== undefined && field.default !== false && { fallback: plain(field.default) }),
    ...(required && { required }),
    ...(choices.some(({ type }) => type === 'null') && { nullable: true }),
  };
}

function kindOf(choices: readonly FieldSchema[]): Flag['kind'] {
  if (choices.some(({ inputFile: file }) => file)) return 'file';
  const types = choices.flatMap(({ type }) => type ?? []);
  if (types.includes('string')) return 'text';
  if (types.includes('boolean')) return 'switch';
  if (types.includes('number') || types.includes('integer')) return 'number';
  if (types.includes('array')) return choices.some(({ items }) => kindOf([items ?? {}]) !== 'text') ? 'json' : 'list';
  return types.includes('object') ? 'json' : 'text';
}

const plain = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/**
 * What was typed, as the operation's raw input. Nothing is checked here but files and JSON: the schema decides.
 * @throws InvalidInput for a missing or unreadable file and for JSON that is none.
 */
export async function readInput(input: z.ZodObject, shape: Shape, args: Arguments, io: Io): Promise<object> {
  const flags = new Map([...shape.flags, ...shape.positionals].map((flag) => [flag.name, flag]));
  const entries: [string, unknown][] = [];
  for (const key of Object.keys(input.shape)) {
    const flag = flags.get(kebab(key));
    const typed = flag && args[flag.name];
    if (typed !== undefined) entries.push([key, await readValue(flag as Flag, typed, io)]);
  }
  return Object.fromEntries(entries);
}

async function readValue(flag: Flag, typed: NonNullable<Arguments[string]>, io: Io): Promise<unknown> {
  if (typeof typed !== 'string') return typed;
  if (flag.nullable && typed === '') return null;
  switch (flag.kind) {
    case 'file':
      return inputFile(typed, io, flag.name);
    case 'number':
      return /^[+-]?\d{1,15}(\.\d{1,15})?$/u.test(typed) ? Number(typed) : typed;
    case 'json':
      return parseJson(typed, flag.name);
    case 'text':
      return flag.values?.find((one) => one.toLowerCase() === typed.toLowerCase()) ?? typed;
    default:
      return typed;
  }
}

function parseJson(typed: string, name: string): unknown {
  try {
    return JSON.parse(typed);
  } catch (error) {
    throw new InvalidInput(`--${name} ${quoted(typed)} is no JSON.`, {
      cause: error,
      ...(error instanceof Error && { hint: `${error.message}.` }),
    });
  }
}

/**
 * The input as the operation will see it, for its question and its closing sentence.
 * @throws InvalidInput that speaks of flags, before any database is asked for it.
 */
export function parsedInput<I extends z.ZodObject>(name: string, input: I, raw: object, shape: Shape): z.infer<I> {
  const parsed = input.safeParse(raw);
  if (parsed.success) return parsed.data;
  const words = new Set(shape.positionals.map((flag) => flag.name));
  const { issues } = parsed.error;
  const given: Readonly<Record<string, unknown>> = { ...raw };
  const absent = issues.flatMap(({ path: [key, ...rest] }) =>
    typeof key === 'string' && rest.length === 0 && given[key] === undefined ? [kebab(key)] : [],
  );
  if (absent.length === issues.length) {
    const flags = absent.map((flag) => (words.has(flag) ? flag : `--${flag}`));
    throw new InvalidInput(`${name} needs ${flags.join(' and ')}.`, { hint: `See solemate ${name} --help.` });
  }
  const problems = problemsOf(parsed.error);
  const fields = problems.map(({ field, problem }) => ({ field, problem }));
  const told = problems.map(({ key, within, problem }) => {
    const flag = kebab(key);
    const where = [words.has(flag) ? flag : `--${flag}`, within].filter(Boolean).join(', ');
    return key === '' ? problem : `${where}: ${problem}`;
  });
  const rest = told.length > 3 ? `; and ${told.length - 3} more` : '';
  throw new InvalidInput(`${name} cannot take this: ${told.slice(0, 3).join('; ')}${rest}.`, {
    hint: `See solemate ${name} --help.`,
    details: { fields },
  });
}
