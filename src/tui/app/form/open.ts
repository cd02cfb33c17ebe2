import * as z from 'zod';
import { demand } from '../../../domain/permissions.ts';
import { clock } from '../../../domain/time.ts';
import type { Named, Standing } from '../../../operations/edits.ts';
import type { Call, Outcome } from '../../../operations/operation.ts';
import { form, pick } from '../asking.ts';
import type { AnyOperation } from '../overlay.ts';
import { runOperation } from '../running.ts';
import type { Drafts } from '../screen.ts';
import type { Shell } from '../shell.ts';
import { formSlot, tellKept, type KeptForm } from './drafts.ts';
import { formFields } from './fields.ts';

/**
 * The operation's form; one that asks for nothing is run at once. Who may not run it is told so instead of being let fill
 * it in. `resuming`: what was kept of it is wanted, without a question. Resolves with the outcome, undefined when left.
 */
export async function openForm(
  shell: Shell,
  operation: AnyOperation,
  initial: Readonly<Record<string, unknown>> = {},
  { resuming = false, quiet = false }: { readonly resuming?: boolean; readonly quiet?: boolean } = {},
): Promise<unknown> {
  if (!allowed(shell, operation)) return undefined;
  if (formFields(operation).length === 0) return runOperation(shell, operation, {}, { quiet });
  const slot = formSlot(draftsOf(shell), { operation: operation.name, initial });
  const choice = resuming ? 'on' : await goOn(shell, slot.kept);
  if (choice === undefined) return undefined;
  if (choice === 'anew') slot.clear();
  return form(shell, { operation, initial, quiet, slot, typed: choice === 'on' ? (slot.kept?.typed ?? {}) : {} });
}

/**
 * An edit's form, filled with what stands there. Only what was changed is sent, with the version that was seen; when
 * somebody else was faster both are laid side by side.
 */
export async function openEdit(
  shell: Shell,
  operation: AnyOperation,
  named: Named,
  resuming = false,
): Promise<unknown> {
  const { edits } = operation;
  if (!edits) throw new Error(`${operation.name} does not say what stands there before it`);
  if (!allowed(shell, operation)) return undefined;
  const slot = formSlot(draftsOf(shell), { operation: operation.name, initial: {}, named });
  const choice = resuming ? 'on' : await goOn(shell, slot.kept);
  if (choice === undefined) return undefined;
  if (choice === 'anew') slot.clear();
  const read = () => edits.read(named, callOf(shell));
  try {
    // A draft goes on from what its writer saw: whoever changed it since is told by the conflict.
    const kept = choice === 'on' ? slot.kept : undefined;
    const standing = (kept?.standing as Standing | undefined) ?? (await shell.busy(read()));
    const request = { operation, initial: {}, fixed: named, editing: { named, standing, read } };
    return await form(shell, { ...request, slot, typed: kept?.typed ?? {} });
  } catch (error) {
    shell.fail(error);
    return undefined;
  }
}

/** Which record an operation is about, asked as its own fields would ask it: those of `keys`, by default what it is named by. */
export async function askRecord(
  shell: Shell,
  operation: AnyOperation,
  keys: readonly string[] = operation.positional ?? [],
): Promise<Named | undefined> {
  const { shape } = operation.input;
  const input = z.object(Object.fromEntries(keys.map((key) => [key, shape[key]]))).required();
  const slot = { left: undefined, save: () => undefined, clear: () => undefined };
  const outcome = await form(shell, { operation: { ...operation, input }, initial: {}, slot, typed: {}, asks: true });
  return outcome === undefined ? undefined : (outcome as Outcome<Named>).output;
}

/** The form of a draft again, as it was left. */
export async function resume(shell: Shell, kept: KeptForm): Promise<unknown> {
  const operation = shell.options.operations.find(({ name }) => name === kept.operation);
  if (operation?.kind !== 'operation') return undefined;
  return kept.named
    ? openEdit(shell, operation, kept.named, true)
    : openForm(shell, operation, kept.initial, { resuming: true });
}

/** Undefined: neither; the form does not open. */
async function goOn(shell: Shell, kept: KeptForm | undefined): Promise<'on' | 'anew' | undefined> {
  if (!kept) return 'anew';
  return pick(shell, {
    title: 'This form was left half filled in',
    choices: [
      { value: 'on', label: 'Go on with it', hint: `${tellKept(kept)} (${clock(kept.at)})` },
      { value: 'anew', label: 'Begin anew', hint: 'throws it away' },
    ],
  });
}

function allowed(shell: Shell, operation: AnyOperation): boolean {
  try {
    demand(callOf(shell).actor, operation.permission, operation.name);
    return true;
  } catch (error) {
    shell.fail(error);
    return false;
  }
}

function draftsOf(shell: Shell): Drafts {
  return shell.options.draftsOf(callOf(shell).actor);
}

function callOf(shell: Shell): Call {
  const actor = shell.actor.get();
  if (!actor) throw new Error('Nobody is signed in.');
  return { database: shell.store.database, secrets: shell.store, actor };
}
