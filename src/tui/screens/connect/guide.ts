import { DomainError, withHint } from '../../../domain/errors.ts';
import type { Connection, ConnectionStep, FirstRun } from '../../app/connecting.ts';
import type { AppApi } from '../../app/screen.ts';
import type { Value } from '../../app/value.ts';

export interface Guided {
  readonly connection: Connection;
  readonly steps: readonly ConnectionStep[];
  readonly phase: 'asking' | 'testing' | 'tested' | 'saved';
  /** What went wrong before there was anything to try. */
  readonly failed: string;
}

export const unguided: Guided = {
  connection: { url: '', sslmode: '', passwordCommand: '', kind: 'production', name: 'shop' },
  steps: [],
  phase: 'asking',
  failed: '',
};

const tlsChoices = [
  { value: 'verify-full', label: 'verify-full', hint: 'encrypted, and the certificate is checked' },
  { value: 'require', label: 'require', hint: 'encrypted; who answers is not checked' },
  { value: 'disable', label: 'disable', hint: 'not encrypted: only on this machine or a line of your own' },
];

type Asked = Pick<AppApi, 'prompt' | 'pick'>;

/** The questions in turn, each with what was answered before; undefined: the person left. */
async function ask(app: Asked, firstRun: FirstRun, before: Connection): Promise<Connection | undefined> {
  const url = await app.prompt({
    title: 'Where is it?',
    label: 'URL',
    initial: before.url,
    help: 'postgresql://solemate_app@HOST:5432/DATABASE',
    check: (text) => firstRun.check(text),
  });
  if (url === undefined) return undefined;
  const told = /[?&](?:sslmode|host)=/u.test(url) || /\/\/(?:[^@/]*@)?(?:localhost|127\.0\.0\.1)?[:/]/u.test(url);
  const sslmode = told ? '' : await app.pick({ title: 'Encrypted?', choices: tlsChoices, initial: before.sslmode });
  if (sslmode === undefined) return undefined;
  const passwordCommand = await app.prompt({
    title: 'The password',
    label: 'command',
    initial: before.passwordCommand,
    help: firstRun.hasPassword(url)
      ? 'A command that prints it, e.g. pass show shop. The one in the URL is tried, not kept.'
      : 'A command that prints it, e.g. pass show shop; empty where none is needed.',
  });
  if (passwordCommand === undefined) return undefined;
  const kind = await app.pick({
    title: 'How careful must one be there?',
    choices: [
      { value: 'production' as const, label: 'production', hint: 'real customers: marked by word, border and colour' },
      { value: 'staging' as const, label: 'staging', hint: 'for trying things out' },
    ],
    initial: before.kind,
  });
  if (kind === undefined) return undefined;
  const name = await app.prompt({
    title: 'What shall it be called?',
    label: 'profile',
    initial: before.name,
    help: 'Letters, digits, dot, dash and underscore.',
    check: (text) =>
      /^[\w.-]{1,40}$/u.test(text.trim()) ? undefined : 'Letters, digits, dot, dash and underscore only.',
  });
  if (name === undefined) return undefined;
  return { url: url.trim(), sslmode, passwordCommand: passwordCommand.trim(), kind, name: name.trim() };
}

/** Tells each step as it is done; true when nothing is wrong. */
async function works(connection: Connection, firstRun: FirstRun, state: Value<Guided>): Promise<boolean> {
  state.set({ connection, steps: [], phase: 'testing', failed: '' });
  try {
    for await (const step of firstRun.attempt(connection)) {
      state.update((now) => ({ ...now, steps: [...now.steps, step] }));
    }
  } catch (error) {
    const failed = error instanceof DomainError ? withHint(error) : String(error);
    state.update((now) => ({ ...now, phase: 'tested', failed }));
    return false;
  }
  state.update((now) => ({ ...now, phase: 'tested' }));
  return !state.get().steps.some(({ level }) => level === 'problem');
}

export interface Outside {
  readonly firstRun: FirstRun;
  /** Counts what is waited for; a question that waits for the person is none of it. */
  readonly busy: <T>(work: Promise<T>) => Promise<T>;
}

/** Asks, tries, and offers to keep what works. */
export async function guide(app: AppApi, { firstRun, busy }: Outside, state: Value<Guided>): Promise<void> {
  const connection = await ask(app, firstRun, state.get().connection);
  if (!connection) return;
  if (!(await busy(works(connection, firstRun, state)))) return;
  const chosen = await app.pick({
    title: 'It works. Keep it?',
    choices: [
      { value: 'default', label: 'Keep it and open it from now on', hint: 'solemate alone opens it' },
      { value: 'keep', label: 'Keep it', hint: `solemate --profile ${connection.name} opens it` },
      { value: 'no', label: 'Leave everything as it is' },
    ],
  });
  if (chosen === undefined || chosen === 'no') return;
  await busy(firstRun.save(connection, chosen === 'default'));
  state.update((now) => ({ ...now, phase: 'saved' }));
  app.toast('ok', `The profile ${connection.name} is kept.`);
}
