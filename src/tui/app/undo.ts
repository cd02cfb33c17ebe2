import { DomainError } from '../../domain/errors.ts';
import { may } from '../../domain/permissions.ts';
import { age } from '../../domain/time.ts';
import { whyNotUndone } from '../../domain/undo.ts';
import { list as auditList } from '../../operations/audit/list.ts';
import { undo, type Undone } from '../../operations/audit/undo.ts';
import { page } from '../../operations/listing.ts';
import { run } from '../../operations/operation.ts';
import { confirm } from './asking.ts';
import { runOperation } from './running.ts';
import type { Shell } from './shell.ts';

/** Something that this person did, the newest first in the shell's history. */
export interface Done {
  readonly operationId: string;
  readonly operation: string;
  /** What was told when it was done. */
  readonly told: string;
  /** ISO time. */
  readonly at: string;
  /** A run over many records, which are put back together; asks by itself. */
  readonly putBack?: () => Promise<void>;
}

/** So many are looked at for one that can be undone. */
const most = 10;

/** `z`: what was done last and can be taken back, told before it is; once more goes further back. */
export async function undoLast(shell: Shell): Promise<void> {
  const { actor } = shell;
  const who = actor.get();
  if (!who) return;
  if (!may(who.role, undo.permission)) {
    shell.toast('warning', `${who.role} changes nothing here, so there is nothing to undo.`);
    return;
  }
  const session = shell.history.get();
  const done = session.length > 0 ? session : await earlier(shell);
  const stays: string[] = [];
  for (const one of done.slice(0, most)) {
    if (one.putBack) {
      await one.putBack();
      return;
    }
    const preview = await previewOf(shell, one);
    if ('put' in preview) {
      await ask(shell, one, preview.put, stays);
      return;
    }
    stays.push(preview.why);
  }
  const [why] = stays;
  if (why === undefined) shell.toast('info', 'You did nothing yet that could be undone.');
  else shell.toast('warning', why, done.length > 1 ? 'Nor can anything be undone that you did before.' : undefined);
}

/** Whether this person did something since the program was opened that `z` could take back. */
export function hasUndo(shell: Shell): boolean {
  const actor = shell.actor.get();
  if (!actor || !may(actor.role, undo.permission)) return false;
  return shell.history
    .get()
    .slice(0, most)
    .some((one) => one.putBack !== undefined || !neverUndone(shell, one));
}

function neverUndone(shell: Shell, { operation }: Done): boolean {
  const spec = shell.options.operations.find(({ name }) => name === operation);
  return spec?.kind === 'operation' && !spec.undoable;
}

async function ask(
  shell: Shell,
  { operationId, told, at }: Done,
  put: string,
  stays: readonly string[],
): Promise<void> {
  const agreed = await confirm(shell, {
    question: `Undo what you did ${age(at)} ago? ${told}`,
    consequences: [put, ...stays.map((why) => `Stays as it is: ${why}`)],
    yes: 'Undo it',
  });
  if (agreed) await runOperation(shell, undo, { operation: operationId });
}

/** What undoing would put back, from a dry run; or why it stays. */
async function previewOf(shell: Shell, one: Done): Promise<{ readonly put: string } | { readonly why: string }> {
  const actor = shell.actor.get();
  if (!actor || neverUndone(shell, one)) return { why: `${whyNotUndone(one.operation).why}.` };
  try {
    const input = { operation: one.operationId };
    const call = { database: shell.store.database, actor, dryRun: true };
    const { output } = await shell.busy(run(undo, input, call));
    return { put: undo.done?.(output, input) ?? one.told };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { why: error.message };
  }
}

/** What they did before this start of the program, as the audit log has it; nothing for who may not read it. */
async function earlier(shell: Shell): Promise<readonly Done[]> {
  const actor = shell.actor.get();
  if (!actor || !may(actor.role, auditList.permission)) return [];
  const call = { database: shell.store.database, actor };
  const { rows } = await shell.busy(page(auditList, { filter: 'person:me since:1d', limit: 200 }, call));
  const named = rows.filter((row) => row['operation_id'] !== null && row['operation'] !== undo.name);
  const first = named.filter(
    (row, index) => named.findIndex((other) => other['operation_id'] === row['operation_id']) === index,
  );
  return first.map((row) => ({
    operationId: String(row['operation_id']),
    operation: String(row['operation']),
    told: `${String(row['operation'])} of ${String(row['record'] ?? row['table_name'])}.`,
    at: String(row['changed_at']),
  }));
}

const kept = 30;

/** Adds what was done to what can be undone; what was undone leaves it. */
export function remembered(history: readonly Done[], one: Done, output: unknown): readonly Done[] {
  if (one.operation !== undo.name) return [one, ...history].slice(0, kept);
  const gone = (output as Undone).operation_id;
  return history.filter(({ operationId }) => operationId !== gone);
}
