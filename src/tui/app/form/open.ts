import { demand } from '../../../domain/permissions.ts';
import type { Named } from '../../../operations/edits.ts';
import type { Call } from '../../../operations/operation.ts';
import { form } from '../asking.ts';
import type { AnyOperation } from '../overlay.ts';
import { runOperation } from '../running.ts';
import type { Shell } from '../shell.ts';
import { formFields } from './fields.ts';

/**
 * The operation's form; one that asks for nothing is run at once. Who may not run it is told so instead of being let fill
 * it in. Resolves with the outcome, undefined when left.
 */
export async function openForm(
  shell: Shell,
  operation: AnyOperation,
  initial: Readonly<Record<string, unknown>> = {},
): Promise<unknown> {
  if (!allowed(shell, operation)) return undefined;
  const fields = formFields(operation);
  if (fields.length === 0) return runOperation(shell, operation, {});
  return form(shell, { operation, initial });
}

/**
 * An edit's form, filled with what stands there. Only what was changed is sent, with the version that was seen; when
 * somebody else was faster both are laid side by side.
 */
export async function openEdit(shell: Shell, operation: AnyOperation, named: Named): Promise<unknown> {
  const { edits } = operation;
  if (!edits) throw new Error(`${operation.name} does not say what stands there before it`);
  if (!allowed(shell, operation)) return undefined;
  const read = () => edits.read(named, callOf(shell));
  try {
    const standing = await shell.busy(read());
    return await form(shell, { operation, initial: {}, fixed: named, editing: { standing, read } });
  } catch (error) {
    shell.fail(error);
    return undefined;
  }
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

function callOf(shell: Shell): Call {
  const actor = shell.actor.get();
  if (!actor) throw new Error('Nobody is signed in.');
  return { database: shell.store.database, secrets: shell.store, actor };
}
