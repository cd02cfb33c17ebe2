import { InvalidInput } from '../domain/errors.ts';

const shortest = 10;

/** @throws InvalidInput for one that is too short or absurdly long, before anybody is asked for anything else */
export function demandPassword(password: string): void {
  if (password.length < shortest) throw new InvalidInput(`The password is shorter than ${shortest} characters.`);
  if (password.length > 1000) throw new InvalidInput('The password is longer than 1000 characters.');
}

/** argon2id at the parameters OWASP names first: 19 MiB, two passes. @throws InvalidInput as demandPassword */
export async function hashPassword(password: string): Promise<string> {
  demandPassword(password);
  const { hash } = await import('@node-rs/argon2');
  return hash(password, { memoryCost: 19_456, timeCost: 2, parallelism: 1 });
}

/** False as well for a hash that is none, e.g. of an account that has no password yet; it takes as long. */
export async function verifyPassword(stored: string | undefined, password: string): Promise<boolean> {
  const { verify } = await import('@node-rs/argon2');
  const usable = stored?.startsWith('$argon2') ? stored : nobodysHash;
  const right = await verify(usable, password.slice(0, 1000)).catch(() => false);
  return right && usable === stored;
}

/** Of a random password that nobody knows: an unknown e-mail must not be told apart by a faster answer. */
const nobodysHash =
  '$argon2id$v=19$m=19456,t=2,p=1$c29sZW1hdGUtbm9ib2R5LTE$Zk1vNnVQd3hHc1RqUHlXb1FkVnJCbUNuWGFLc0xlSGg';
