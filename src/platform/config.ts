import { join } from 'node:path';
import * as z from 'zod';
import { InvalidInput } from '../domain/errors.ts';
import { lazily } from '../domain/remembered.ts';
import { parseDatabaseUrl } from './database/url.ts';
import { isError } from './errno.ts';
import { makeDirectory, readFileIfAny, type Home } from './home.ts';
import { backupSettings } from './pgbackrest/settings.ts';
import { withoutPasswords } from './secrets.ts';

/** To make them costs a start more than to read the file, and mostly there is none that they would have to check. */
const schemas = lazily(() => {
  const word = z.string().regex(/^[\w.-]{1,40}$/u, 'letters, digits, dot, dash and underscore only, at most 40');
  // One shop's database. A password may stand in the URL, but a command that prints it is safer.
  const profile = z
    .strictObject({
      url: z.string().describe('postgresql://user@host/database'),
      kind: z.enum(['production', 'staging']).default('production').describe('how carefully the terminal treats it'),
      label: z.string().max(40).describe('shown in the header'),
      readOnly: z.boolean().describe('true: nothing can be changed through this profile'),
      passwordCommand: z.string().describe('a shell command that prints the password'),
      piiKeyCommand: z.string().describe('a shell command that prints the key for contact data'),
      stripeKeyCommand: z.string().describe('a shell command that prints the Stripe key of this shop'),
      sslmode: z.enum(['disable', 'prefer', 'require', 'verify-ca', 'verify-full', 'no-verify']),
      sslrootcert: z.string().describe('file with the certificate authority'),
      sslcert: z.string().describe('file with our certificate'),
      sslkey: z.string().describe('file with its key'),
      preparedStatements: z.boolean().describe('false behind PgBouncer before 1.21'),
      statementTimeout: z.int().min(1).max(86_400).describe('seconds'),
      lockTimeout: z.int().min(1).max(3600).describe('seconds'),
    })
    .partial()
    .required({ kind: true });
  const settings = z
    .strictObject({
      profile: word.describe('the profile to use when none is named'),
      profiles: z.record(word, profile),
      theme: z
        .enum(['auto', 'dark', 'light', 'high-contrast', 'colour-blind'])
        .describe('colours of the terminal; auto asks it whether it is dark or light'),
      mouse: z
        .boolean()
        .describe('true: the wheel scrolls and a click selects; the terminal itself selects with Shift then'),
      locale: z
        .string()
        .max(35)
        .describe('how money, numbers and times are written, e.g. de-DE; that of LANG unless set'),
      ascii: z.boolean().describe('true: no box-drawing characters'),
      screenReader: z.boolean().describe('true: what changes is told as lines of text, nothing is drawn in place'),
      lockAfter: z
        .int()
        .min(0)
        .max(1440)
        .describe('minutes without a key until the screen is locked; 0: never; 15 unless set'),
      handheld: z
        .enum(['auto', 'always', 'never'])
        .describe('opens with the work of a handheld: for warehouse staff on a small screen (auto), always, or never'),
      keys: z.record(z.string(), z.array(z.string())).describe('keys of the terminal by action, see docs/keys.md'),
      piiKeyCommand: z.string().describe('a shell command that prints the key for contact data'),
      stripeKeyCommand: z.string().describe('a shell command that prints the Stripe key of the shop'),
      backup: backupSettings(),
    })
    .partial();
  return { profile, settings };
});
export type Profile = z.infer<ReturnType<typeof schemas>['profile']>;
export type Settings = z.infer<ReturnType<typeof schemas>['settings']>;

/** Keys that `config set` knows, with what they mean; `<name>` stands for a profile's name. */
export function knownSettings(): { readonly key: string; readonly help: string }[] {
  const describe = (shape: Record<string, z.ZodType>, prefix: string) =>
    Object.entries(shape).map(([key, type]) => ({
      key: `${prefix}${key}`,
      help: type.description ?? unwrapped(type)?.description ?? '',
    }));
  const { profile, settings } = schemas();
  const top = describe(settings.shape, '').filter(({ key }) => !['profiles', 'backup'].includes(key));
  return [...top, ...describe(profile.shape, 'profiles.<name>.'), ...describe(backupSettings().shape, 'backup.')];
}

const unwrapped = (type: z.ZodType) => (type instanceof z.ZodOptional ? (type.unwrap() as z.ZodType) : undefined);

const fileOf = (home: Home) => join(home.config, 'config.json');

/**
 * The settings as they stand in config.json. Read without Conf, which costs a start more than everything it says here;
 * Conf writes (below) and checks the same schema.
 * @throws InvalidInput naming the file and the key that is wrong
 */
export function readSettings(home: Home): Settings {
  const file = fileOf(home);
  const text = readFileIfAny(file);
  if (text === undefined) return {};
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch (error) {
    throw new InvalidInput(`${file} is no JSON: ${isError(error) ? error.message : ''}.`, {
      hint: 'Correct it, or delete it to start afresh.',
    });
  }
  const parsed = schemas().settings.safeParse(given);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new InvalidInput(`${file} is wrong at "${issue?.path.join('.') ?? ''}": ${issue?.message ?? ''}.`);
}

/** @returns undefined when it is not set */
export function getSetting(home: Home, key: string): unknown {
  checkKey(key);
  let value: unknown = readSettings(home);
  for (const part of key.split('.')) {
    value = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[part] : undefined;
  }
  return key.endsWith('.url') ? masked(value) : value;
}

/** Every setting that is set, by its dotted key, passwords of URLs masked. */
export function listSettings(home: Home): Record<string, unknown> {
  const flat: Record<string, unknown> = {};
  const walk = (value: unknown, path: string) => {
    if (typeof value === 'object' && value !== null) {
      for (const [key, inner] of Object.entries(value)) walk(inner, path === '' ? key : `${path}.${key}`);
    } else flat[path] = path.endsWith('.url') ? masked(value) : value;
  };
  walk(readSettings(home), '');
  return flat;
}

/** Sets one key from its text; an empty text takes it away. @throws InvalidInput */
export async function setSetting(home: Home, key: string, text: string): Promise<void> {
  checkKey(key);
  readSettings(home);
  if (key.endsWith('.url') && text !== '') parseDatabaseUrl(text, key);
  const { default: Conf } = await import('conf');
  makeDirectory(home.config);
  const { properties, ...root } = z.toJSONSchema(schemas().settings, { io: 'input', target: 'draft-2020-12' });
  const conf = new Conf<Record<string, unknown>>({
    cwd: home.config,
    projectName: 'solemate',
    configName: 'config',
    configFileMode: 0o600,
    schema: properties as never,
    rootSchema: root as never,
    ajvOptions: { strict: false },
  });
  if (text === '') {
    conf.delete(key);
    return;
  }
  const problems = [];
  for (const value of readings(text)) {
    try {
      conf.set(key, value);
      return;
    } catch (error) {
      problems.push(isError(error) ? error.message : String(error));
    }
  }
  const known = properties?.[key];
  const values = typeof known === 'object' ? (known.enum ?? []).map(String) : [];
  if (values.length > 0)
    throw new InvalidInput(`${key} cannot be "${text.slice(0, 60)}": it is one of ${values.join(', ')}.`);
  const problem = (problems.at(-1) ?? '').replace(/^Config schema violation: /u, '').split(';')[0];
  throw new InvalidInput(`${key} cannot be "${text.slice(0, 60)}": ${problem ?? ''}.`);
}

/** "true", "5", "null", a list or an object may be meant as such or as text: whichever the schema takes. */
function readings(text: string): unknown[] {
  if (!/^(?:true|false|null|\d{1,9}|\[.*\]|\{.*\})$/su.test(text)) return [text];
  try {
    return [JSON.parse(text), text];
  } catch {
    return [text];
  }
}

function checkKey(key: string): void {
  const pattern = key.replace(/^profiles\.[\w-]{1,40}\./u, 'profiles.<name>.');
  const known = knownSettings().map((one) => one.key);
  if (known.includes(pattern) || /^profiles(\.[\w-]{1,40})?$/u.test(key)) return;
  throw new InvalidInput(`There is no setting "${key.slice(0, 60)}".`, { hint: `Known are ${known.join(', ')}.` });
}

function masked(value: unknown): unknown {
  return typeof value === 'string' ? withoutPasswords(value) : value;
}
