import { randomUUID } from 'node:crypto';
import type * as z from 'zod';
import { commandName } from '../../domain/command-name.ts';
import { DomainError, Unavailable } from '../../domain/errors.ts';
import {
  questionOf,
  run,
  type Call,
  type Confirmation,
  type Operation,
  type Outcome,
  type Progress,
} from '../../operations/operation.ts';
import { connectionLost } from '../../platform/database/errors.ts';
import { confirm, pick } from './asking.ts';
import type { RunOptions } from './screen.ts';
import type { Shell } from './shell.ts';
import { remembered } from './undo.ts';
import type { Work } from './work.ts';

/**
 * Runs an operation as the terminal does: its confirmation, progress, a toast, what it touched loads again. A lost
 * connection leaves open whether it was done, so the same operation id is offered again: that can do no harm.
 */
export async function runOperation<I extends z.ZodObject, O>(
  shell: Shell,
  operation: Operation<I, O>,
  input: z.input<I>,
  options: RunOptions = {},
): Promise<Outcome<O> | undefined> {
  const act = actOf(shell, operation, input);
  const operationId = options.operationId ?? leftInDoubt(act) ?? randomUUID();
  if (!(await agreed(shell, operation, input, options, operationId))) return undefined;
  for (;;) {
    try {
      const outcome = await once(shell, operation, input, { operationId });
      inDoubt.delete(act);
      for (const table of operation.refreshes ?? []) shell.changed({ table, ids: [] });
      const secrets = toldOnce(operation, outcome.output);
      const told = secrets.reduce(
        (text, [, secret]) => text.replaceAll(secret, '…'),
        sentenceOf(operation, input, outcome),
      );
      if (!operation.reads && !outcome.dryRun) {
        const done = { operationId, operation: operation.name, told, at: new Date().toISOString() };
        shell.history.update((history) => remembered(history, done, outcome.output));
      }
      if (!options.quiet) {
        shell.toast('ok', told);
        await tellOnce(shell, operation.name, secrets);
      }
      return outcome;
    } catch (error) {
      const lost = error instanceof Unavailable || connectionLost(error);
      if (lost && !operation.reads) inDoubt.set(act, { operationId, since: Date.now() });
      else inDoubt.delete(act);
      if (!lost || operation.reads || !(await sendAgain(shell, operation, error))) {
        if ((!lost || operation.reads) && !options.failed?.(error)) shell.fail(error);
        return undefined;
      }
    }
  }
}

/**
 * Acts of which nobody knows whether they were done. Whoever leaves one and then does the very same again, from a form that
 * is still open or from anywhere else, means this act: it goes under the id that it had.
 */
const inDoubt = new Map<string, { readonly operationId: string; readonly since: number }>();
/** Later the same is meant anew, e.g. another piece of the same article. */
const doubtLasts = 10 * 60_000;

function actOf(shell: Shell, operation: Operation, input: unknown): string {
  return JSON.stringify([shell.actor.get()?.id, operation.name, input]);
}

function leftInDoubt(act: string): string | undefined {
  const left = inDoubt.get(act);
  if (left && Date.now() - left.since < doubtLasts) return left.operationId;
  inDoubt.delete(act);
  return undefined;
}

async function agreed<I extends z.ZodObject, O>(
  shell: Shell,
  operation: Operation<I, O>,
  input: z.input<I>,
  { consequences, typed }: RunOptions,
  operationId: string,
): Promise<boolean> {
  let asked: Confirmation | undefined;
  try {
    asked = await wouldAsk(shell, operation, input, operationId);
  } catch (error) {
    shell.fail(error);
    return false;
  }
  const wanted = asked?.typed ?? typed;
  if (!asked && !consequences?.length && wanted === undefined) return true;
  const question = asked?.question ?? operation.summary;
  return confirm(shell, {
    question,
    ...(wanted === undefined ? {} : { typed: wanted }),
    ...(operation.undoable ? { undoable: true } : {}),
    ...(consequences ? { consequences } : {}),
  });
}

/** What the database is asked for a question takes a moment; a question from the input alone is there at once. */
async function wouldAsk<I extends z.ZodObject, O>(
  shell: Shell,
  operation: Operation<I, O>,
  input: z.input<I>,
  operationId: string,
): Promise<Confirmation | undefined> {
  const actor = shell.actor.get();
  if (!actor) throw new Error('Nobody is signed in.');
  const asking = questionOf(operation, input, { database: shell.store.database, actor, operationId });
  return operation.question ? shell.busy(asking) : asking;
}

async function once<I extends z.ZodObject, O>(
  shell: Shell,
  operation: Operation<I, O>,
  input: unknown,
  how: Pick<Call, 'operationId' | 'dryRun' | 'signal'>,
): Promise<Outcome<O>> {
  const actor = shell.actor.get();
  if (!actor) throw new Error('Nobody is signed in.');
  const stopping = new AbortController();
  const signal = how.signal ? AbortSignal.any([how.signal, stopping.signal]) : stopping.signal;
  const name = commandName(operation.name);
  let mine: Work = { name, what: name, since: Date.now(), stop: () => stopping.abort() };
  shell.work.update((all) => [...all, mine]);
  const show = (progress: Progress) => {
    const next: Work = { ...mine, ...progress, what: `${name}: ${progress.what}` };
    shell.work.update((all) => all.map((one) => (one === mine ? next : one)));
    mine = next;
  };
  try {
    const call = { database: shell.store.database, secrets: shell.store, actor, progress: show, ...how, signal };
    return await shell.busy(run(operation, input, call));
  } finally {
    shell.work.update((all) => all.filter((one) => one !== mine));
  }
}

/** What it would do: all of it runs, and nothing is kept. @throws what it throws, Interrupted when given up */
export async function preview<I extends z.ZodObject, O>(
  shell: Shell,
  operation: Operation<I, O>,
  input: z.input<I>,
  signal?: AbortSignal,
): Promise<O> {
  const { output } = await once(shell, operation, input, { dryRun: true, ...(signal ? { signal } : {}) });
  return output;
}

async function sendAgain(shell: Shell, operation: Operation, error: unknown): Promise<boolean> {
  shell.options.log.error(`${operation.name} lost its connection`, { error });
  shell.toast('warning', error instanceof DomainError ? error.message : 'The connection was lost.');
  const choice = await pick(shell, {
    title: `Not known whether "${commandName(operation.name)}" was done`,
    choices: [
      { value: 'again', label: 'Send it again', hint: 'if it was done already, nothing happens twice' },
      { value: 'leave', label: 'Leave it' },
    ],
  });
  return choice === 'again';
}

/** What the operation tells its caller and nobody again: it must not stand in a toast, nor in what was done lately. */
function toldOnce<I extends z.ZodObject, O>(
  { secret = [] }: Operation<I, O>,
  output: O,
): readonly (readonly [string, string])[] {
  const values = Object(output) as Readonly<Record<string, unknown>>;
  return secret.flatMap((key) => {
    const value = values[key];
    return typeof value === 'string' && value !== '' ? [[key.replaceAll('_', ' '), value] as const] : [];
  });
}

/** It stays in sight until the person says that they have it. */
async function tellOnce(shell: Shell, name: string, once: readonly (readonly [string, string])[]): Promise<void> {
  const choices = once.map(([what, secret]) => ({ value: what, label: `Copy the ${what}`, hint: secret }));
  while (once.length > 0) {
    const chosen = await pick(shell, {
      title: `What "${commandName(name)}" tells only now`,
      choices: [...choices, { value: '', label: 'I have it', hint: 'it cannot be shown again' }],
    });
    const found = once.find(([what]) => what === chosen);
    if (found) shell.copy(found[1], `the ${found[0]}`);
    else if (chosen === '') return;
    else if (await confirm(shell, { question: 'Leave? It cannot be shown again.', yes: 'Leave' })) return;
  }
}

function sentenceOf<I extends z.ZodObject, O>(
  operation: Operation<I, O>,
  input: z.input<I>,
  outcome: Outcome<O>,
): string {
  const parsed = operation.input.safeParse(input);
  const sentence = parsed.success ? operation.done?.(outcome.output, parsed.data) : undefined;
  const what = sentence ?? `${operation.name}: done.`;
  return outcome.replayed ? `${what} (It had been done already; nothing was done twice.)` : what;
}
