import { InvalidInput } from '../../domain/errors.ts';
import type { Actor } from '../../domain/permissions.ts';
import { plural } from '../../domain/plural.ts';
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

async function password(
  cli: Cli,
  args: Arguments,
  line: string,
  options: { readonly twice: boolean },
): Promise<string> {
  const [typed = ''] = await secrets(cli, args, line, [{ question: 'Password', ...options }]);
  return typed;
}

interface Secret {
  readonly question: string;
  /** Typed twice: nobody sees what they type. */
  readonly twice?: boolean;
}

/** Secrets are never flags: a line each on standard input, or asked one after the other. @throws InvalidInput */
async function secrets(cli: Cli, args: Arguments, line: string, wanted: readonly Secret[]): Promise<string[]> {
  const names = wanted.map(({ question }) => question.toLowerCase());
  if (args['password-stdin'] === true) {
    const given = await readAll(cli);
    const lines = wanted.length === 1 ? [given.replace(/\r?\n$/u, '')] : given.split(/\r?\n/u, wanted.length);
    const missing = names.find((_name, index) => (lines[index] ?? '') === '');
    if (missing !== undefined) throw new InvalidInput(`Standard input holds no ${missing}.`);
    return lines;
  }
  if (!interactive(cli)) {
    const what = names.length === 1 ? 'it' : `${names.join(' and ')}, a line each`;
    throw new InvalidInput(`A ${names.at(-1) ?? ''} is needed.`, {
      hint: `Pipe ${what} in: … | solemate ${line} --password-stdin`,
    });
  }
  const typed: string[] = [];
  for (const secret of wanted) typed.push(await asked(cli, secret));
  return typed;
}

async function asked(cli: Cli, { question, twice = false }: Secret): Promise<string> {
  const typed = await ask(`${question}: `, cli, { secret: true });
  if (twice && (await ask('Once more: ', cli, { secret: true })) !== typed) {
    throw new InvalidInput('The two passwords differ.');
  }
  return typed;
}

/** What answers tell of who is signed in. */
const person = ({ id, email, name, role }: Actor) => ({ id, email, name, role });

export const login: Command = {
  path: ['login'],
  summary: 'Sign in; the session is kept for this store.',
  examples: ['login --email ana@solemate.example --password-stdin'],
  shape: () => ({ positionals: [], flags: [emailFlag, passwordFlag] }),
  run: async (args, cli) => {
    const email = await told(cli, args, 'email', 'E-mail');
    const secret = await password(cli, args, 'login --email E', { twice: false });
    await cli.withStore(async (store) => {
      const { signIn } = await import('../../platform/session.ts');
      const { actor, token, expires_at } = await signIn(store, email, secret);
      await answer(cli, { ...person(actor), token, expires_at }, `Signed in as ${actor.name} (${actor.role}).`);
    });
    return 0;
  },
};

export const logout: Command = {
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

export const whoami: Command = {
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

export const setup: Command = {
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
    const secret = await password(cli, args, 'setup …', { twice: true });
    await cli.withStore(async (store) => {
      const { setupAdmin } = await import('../../platform/session.ts');
      const { actor, token, expires_at } = await setupAdmin(store, { email, password: secret, firstName, lastName });
      const sentence = `${actor.name} is the first admin and is signed in.`;
      await answer(cli, { ...person(actor), token, expires_at }, sentence);
    });
    return 0;
  },
};

export const acceptInvite: Command = {
  path: ['accept-invite'],
  summary: 'Set your password with the one-time token an admin gave you, and sign in.',
  examples: ['accept-invite', 'accept-invite --password-stdin'],
  shape: () => ({
    positionals: [],
    flags: [switchFlag('password-stdin', 'read the token and the password from standard input, a line each')],
  }),
  run: async (args, cli) => {
    const wanted = [{ question: 'One-time token' }, { question: 'New password', twice: true }];
    const [oneTime = '', secret = ''] = await secrets(cli, args, 'accept-invite', wanted);
    await cli.withStore(async (store) => {
      const { acceptInvitation } = await import('../../platform/account.ts');
      const { actor, token, expires_at } = await acceptInvitation(store, oneTime, secret);
      const sentence = `The password is set. Signed in as ${actor.name} (${actor.role}).`;
      await answer(cli, { ...person(actor), token, expires_at }, sentence);
    });
    return 0;
  },
};

export const passwd: Command = {
  path: ['passwd'],
  summary: 'Change your password; your other sessions end.',
  examples: ['passwd', 'passwd --password-stdin'],
  shape: () => ({
    positionals: [],
    flags: [switchFlag('password-stdin', 'read the old and the new password from standard input, a line each')],
  }),
  run: async (args, cli) => {
    const wanted = [{ question: 'Old password' }, { question: 'New password', twice: true }];
    const [old = '', secret = ''] = await secrets(cli, args, 'passwd', wanted);
    await cli.signedIn(async (store, actor) => {
      const { changePassword } = await import('../../platform/account.ts');
      const changed = await changePassword(store, actor, old, secret);
      const ended = plural(changed.sessions_ended, 'other session');
      await answer(cli, { email: actor.email, ...changed }, `The password is changed; ${ended} ended.`);
    });
    return 0;
  },
};
