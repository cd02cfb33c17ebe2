import { createHmac, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Unavailable } from '../domain/errors.ts';
import { errorCode } from './errno.ts';
import { createFileSafely, demandPrivate, readFileIfAny, type Home } from './home.ts';
import { pgpDecrypt, pgpEncrypt } from './openpgp.ts';

/**
 * The key under which phone numbers are encrypted: SOLEMATE_PII_KEY, else what a command prints, else the file pii.key
 * in the home. It never goes to the database: bound values, too, stand in a server's log once statements are logged.
 * @throws Unavailable when there is none
 */
export async function findPiiKey(home: Home, command?: string): Promise<string> {
  const given = process.env['SOLEMATE_PII_KEY'];
  if (given) return given;
  if (command !== undefined) return printedBy(command, 'the key for contact data');
  const file = join(home.data, 'pii.key');
  const kept = readFileIfAny(file)?.trim();
  if (kept) {
    demandPrivate(file);
    return kept;
  }
  throw new Unavailable('The key for contact data is not known here.', {
    hint: `Set SOLEMATE_PII_KEY, the setting piiKeyCommand, or put it into ${file} (mode 0600).`,
  });
}

/** The embedded store's own key, made on its first start. Whoever loses the file loses the phone numbers. */
export function makePiiKey(home: Home): void {
  createFileSafely(join(home.data, 'pii.key'), `${randomBytes(32).toString('base64')}\n`);
}

/** What a person's own command prints, without the line's end; never logged. */
export async function printedBy(command: string, what: string): Promise<string> {
  const shell = process.platform === 'win32' ? ['cmd.exe', '/d', '/s', '/c'] : ['/bin/sh', '-c'];
  const [program = '', ...words] = shell;
  const { execFile } = await import('node:child_process');
  try {
    const { stdout } = await promisify(execFile)(program, [...words, command], { timeout: 30_000 });
    const printed = stdout.replace(/\r?\n$/u, '');
    if (printed !== '') return printed;
  } catch (error) {
    const code = errorCode(error) ?? 'no code';
    throw new Unavailable(`The command for ${what} failed (${code}).`, { hint: 'Run it by hand to see why.' });
  }
  throw new Unavailable(`The command for ${what} printed nothing.`);
}

/** A phone number as the database keeps it (users.phone_number, addresses.phone); pgcrypto reads it with the same key. */
export function sealPhone(plain: string, key: string): string {
  return `pgp:${pgpEncrypt(plain, key).toString('base64')}`;
}

/** @throws Unavailable when it was encrypted with another key */
export function openPhone(sealed: string, key: string): string {
  const plain = pgpDecrypt(Buffer.from(sealed.replace(/^pgp:/u, ''), 'base64'), key);
  if (plain !== undefined) return plain;
  throw new Unavailable('The phone number is encrypted with another key than the one known here.', {
    hint: 'Check SOLEMATE_PII_KEY, the setting piiKeyCommand, or the file pii.key.',
  });
}

/** What a number is looked up by (users.phone_number_hash), the same as hash_phone() makes: '+49 (0)30-1' is '+490301'. */
export function hashPhone(plain: string, key: string): Buffer {
  return createHmac('sha256', `phone look-up:${key}`)
    .update(plain.replaceAll(/[^0-9+]/gu, ''))
    .digest();
}
