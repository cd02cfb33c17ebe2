import { InvalidInput } from '../../domain/errors.ts';
import { switchFlag, textFlag, type Arguments, type Command } from '../command.ts';
import type { Cli } from '../context.ts';
import { answer } from '../output/answer.ts';
import { ask, interactive, readAll } from '../prompt.ts';

const emailFlag = textFlag('email', 'e-mail address');
const passwordFlag = switchFlag('password-stdin', 'read the password from standard input; it is never a flag');

/** A flag, or the answer of whoever sits there. @throws InvalidInput when it is neither */
async function told(cli: Cli, args: Arguments, name: string, question: string): Promise<string> {
  const given = args[name];
  if (typeof given === 'string' && given.trim() !== '') return given.trim();
  if (!interactive(cli)) throw new InvalidInput(`--${name} is needed.`, { hint: 'Nobody can be asked here.' });
  const typed = (await ask(`${question}: `, cli)).trim();
  if (typed === '') throw new InvalidInput(`${question} is empty.`);
  return typed;
}

async function password(cli: Cli, args: Arguments, options: { readonly twice: boolean }): Promise<string> {
  if (args['password-stdin'] === true) {
    const typed = (await readAll(cli)).replace(/\r?\n$/u, '');
    if (typed === '') throw new InvalidInput('Standard input holds no password.');
    return typed;
  }
  if (!interactive(cli)) {
    throw new InvalidInput('A password is needed.', {
      hint: 'Pipe it in: … | solemate login --email E --password-stdin',
    });
  }
  const typed = await ask('Password: ', cli, { secret: true });
  if (options.twice && (await ask('Once more: ', cli, { secret: true })) !== typed) {
    throw new InvalidInput('The two passwords differ.');
  }
  return typed;
}

const login: Command = {
  path: ['login'],
  summary: 'Sign in; the session is kept for this store.',
  examples: ['login --email ana@solemate.example --password-stdin'],
  shape: () => ({ positionals: [], flags: [emailFlag, passwordFlag] }),
  run: async (args, cli) => {
    const email = await told(cli, args, 'email', 'E-mail');
    const secret = await password(cli, args, { twice: false });
    await cli.withStore(async (store) => {
      const { signIn } = await import('../../platform/session.ts');
      const { actor, token, expires_at } = await signIn(store, email, secret);
      await answer(cli, { ...actor, token, expires_at }, `Signed in as ${actor.name} (${actor.role}).`);
    });
    return 0;
  },
};

const logout: Command = {
  path: ['logout'],
  summary: 'End the session.',
  examples: ['logout'],
  shape: () => ({ positionals: [], flags: [] }),
  run: async (_args, cli) => {
    await cli.withStore(async (store) => {
      const { signOut } = await import('../../platform/session.ts');
      const ended = await signOut(store);
      await answer(cli, { signed_out: ended }, ended ? 'Signed out.' : 'Nobody was signed in.');
    });
    return 0;
  },
};

const whoami: Command = {
  path: ['whoami'],
  summary: 'Show who is signed in, and where.',
  examples: ['whoami', 'whoami --json'],
  shape: () => ({ positionals: [], flags: [] }),
  run: async (_args, cli) => {
    await cli.signedIn(async (store, { id, email, name, role }) => {
      await answer(cli, { id, email, name, role, store: store.label, where: store.where, read_only: store.readOnly });
    });
    return 0;
  },
};

const setup: Command = {
  path: ['setup'],
  summary: "Make the shop's first admin and sign in as them.",
  examples: ['setup --email ana@shop.example --first-name Ana --last-name Lang --password-stdin'],
  shape: () => ({
    positionals: [],
    flags: [emailFlag, textFlag('first-name', 'first name'), textFlag('last-name', 'last name'), passwordFlag],
  }),
  run: async (args, cli) => {
    const email = await told(cli, args, 'email', 'E-mail');
    const firstName = await told(cli, args, 'first-name', 'First name');
    const lastName = await told(cli, args, 'last-name', 'Last name');
    const secret = await password(cli, args, { twice: true });
    await cli.withStore(async (store) => {
      const { setupAdmin } = await import('../../platform/session.ts');
      const { actor, token, expires_at } = await setupAdmin(store, { email, password: secret, firstName, lastName });
      await answer(cli, { ...actor, token, expires_at }, `${actor.name} is the first admin and is signed in.`);
    });
    return 0;
  },
};

export const accountCommands: readonly Command[] = [setup, login, logout, whoami];
