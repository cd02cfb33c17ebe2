import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InvalidInput, Unavailable } from '../../../src/domain/errors.ts';
import type { Home } from '../../../src/platform/home.ts';
import { findStripeKey, openGateway } from '../../../src/platform/payments/index.ts';

const given = { ...process.env };
let home: Home;
beforeEach(() => {
  const directory = mkdtempSync(join(tmpdir(), 'solemate-stripe-'));
  home = { data: directory, config: directory, logs: directory };
  delete process.env['SOLEMATE_STRIPE_KEY'];
});
afterEach(() => {
  rmSync(home.data, { recursive: true });
  process.env = { ...given };
});

const keep = (mode: number) => {
  writeFileSync(join(home.data, 'stripe.key'), 'sk_test_file\n');
  chmodSync(join(home.data, 'stripe.key'), mode);
};

test('the key comes from the environment, else from a command, else from a private file', async () => {
  keep(0o600);
  expect(await findStripeKey(home)).toBe('sk_test_file');
  expect(await findStripeKey(home, 'echo sk_test_command')).toBe('sk_test_command');
  process.env['SOLEMATE_STRIPE_KEY'] = 'sk_test_environment';
  expect(await findStripeKey(home, 'echo sk_test_command')).toBe('sk_test_environment');
});

test('a file that others may read is refused, and no key says where one is looked for', async () => {
  keep(0o644);
  await expect(findStripeKey(home)).rejects.toThrow('may be read by others');
  rmSync(join(home.data, 'stripe.key'));
  const said = findStripeKey(home);
  await expect(said).rejects.toThrow(Unavailable);
  await expect(said).rejects.toMatchObject({
    hint: `Set SOLEMATE_STRIPE_KEY, the setting stripeKeyCommand, or put it into ${join(home.data, 'stripe.key')} (mode 0600).`,
  });
});

test('only Stripe is asked by the program; the key is not looked for before', async () => {
  const never = () => Promise.reject(new Error('asked for the key'));
  for (const provider of ['manual', 'paypal', 'klarna'] as const) {
    expect(await openGateway(provider, never)).toBeUndefined();
  }
  await expect(openGateway('stripe', never)).rejects.toThrow('asked for the key');
});

test.each([
  ['SOLEMATE_STRIPE_URL', 'localhost'],
  ['SOLEMATE_STRIPE_URL', 'ftp://x'],
  ['SOLEMATE_STRIPE_TIMEOUT', '21'],
  ['SOLEMATE_STRIPE_TIMEOUT', 'soon'],
])('%s=%s is told to be wrong', async (name, value) => {
  process.env[name] = value;
  await expect(openGateway('stripe', () => Promise.resolve('sk_test'))).rejects.toThrow(InvalidInput);
});
