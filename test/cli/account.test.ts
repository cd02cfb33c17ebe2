import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { runCli } from '../../src/cli/run.ts';
import { cliStore, type CliStore } from './store.ts';
import { capture } from './streams.ts';

let store: CliStore;
beforeAll(async () => {
  store = await cliStore();
});
afterAll(async () => {
  delete process.env['SOLEMATE_TOKEN'];
  await store.close();
});

const invite = async (email: string) => {
  const person = ['--role', 'warehouse', '--first-name', 'Mia', '--last-name', 'Lang'];
  const { result } = await store.json<{ result: { token: string } }>(['staff', 'invite', email, ...person]);
  return result.token;
};

/** Somebody at a terminal, who types when asked. */
async function typing(
  argv: readonly string[],
  answers: readonly string[],
): Promise<{ code: number; out: string; err: string }> {
  delete process.env['SOLEMATE_TOKEN'];
  const captured = capture({ tty: 80, open: true });
  let asked = 0;
  captured.io.stderr.on('data', () => {
    const questions = captured.stderr().match(/: /gu)?.length ?? 0;
    for (; asked < Math.min(questions, answers.length); asked += 1) {
      const answer = answers[asked] ?? '';
      // It is heard once the question's own reader listens.
      setImmediate(() => captured.stdin.write(`${answer}\r`));
    }
  });
  const none = () => Promise.reject(new Error('no terminal in this test'));
  const code = await runCli([...argv, '--url', store.db.appUrl, '--home', store.home], captured.io, none);
  return { code, out: captured.stdout(), err: captured.stderr() };
}

test('whoever was invited is asked for the token and twice for the password, and sees neither', async () => {
  const token = await invite('mia@solemate.example');
  const answers = [token, 'long enough', 'long enough'];
  const { code, out, err } = await typing(['accept-invite'], answers);
  expect({ code, out }).toEqual({ code: 0, out: 'The password is set. Signed in as Mia Lang (warehouse).\n' });
  expect(err).toMatch(/One-time token: \s+New password: \s+Once more: /u);
  expect(err).not.toMatch(/long enough/u);
  expect(err).not.toContain(token);
  const again = await typing(['accept-invite'], answers);
  expect(again).toMatchObject({ code: 5, err: expect.stringContaining('was used, replaced by a newer one') });
});

test('two passwords that differ, and an input that lacks one, are told before anything is done', async () => {
  const differ = await typing(['accept-invite'], ['token', 'long enough', 'long enouhg']);
  expect(differ).toMatchObject({ code: 2, err: expect.stringContaining('The two passwords differ.') });
  const lacking = await store.run(['passwd', '--password-stdin'], { stdin: 'only the old one\n' });
  expect(lacking).toMatchObject({ code: 2, stderr: expect.stringContaining('Standard input holds no new password.') });
  const nobody = await store.run(['passwd']);
  expect(nobody.stderr).toContain(
    'Pipe old password and new password, a line each in: … | solemate passwd --password-stdin',
  );
});

test('the password is changed with the old one, by whoever is signed in', async () => {
  const token = await invite('ben@solemate.example');
  await store.run(['accept-invite', '--password-stdin'], { as: null, stdin: `${token}\nlong enough\n` });
  const wrong = await store.run(['passwd', '--password-stdin'], { as: null, stdin: 'not it\nanother one\n' });
  expect(wrong).toMatchObject({ code: 5, stderr: expect.stringContaining('The e-mail or the password is wrong.') });
  const right = await store.run(['passwd', '--password-stdin'], { as: null, stdin: 'long enough\nanother one\n' });
  expect(right).toMatchObject({ code: 0, stdout: 'The password is changed; 0 other sessions ended.\n' });
  const login = ['login', '--email', 'ben@solemate.example', '--password-stdin'];
  expect((await store.run(login, { as: null, stdin: 'long enough' })).code).toBe(5);
  expect((await store.run(login, { as: null, stdin: 'another one\n' })).code).toBe(0);
});
