import { randomUUID } from 'node:crypto';
import { createElement } from 'react';
import { Interrupted, Refused } from '../../../domain/errors.ts';
import { plural } from '../../../domain/plural.ts';
import { undo } from '../../../operations/audit/undo.ts';
import { idOfRow, matchingKeys, mostRecords, runEach, type BulkRow } from '../../../operations/bulk.ts';
import type { Listing } from '../../../operations/listing.ts';
import { confirm, openPanel } from '../asking.ts';
import type { AnyOperation } from '../overlay.ts';
import type { Shell } from '../shell.ts';
import type { Done } from '../undo.ts';
import { value, type Value } from '../value.ts';
import { BulkPanel } from './BulkPanel.tsx';
import {
  consequences,
  counted,
  countsOf,
  merged,
  noCounts,
  inputOf,
  openKeys,
  type BulkOwn,
  type BulkState,
  type BulkTarget,
} from './state.ts';

export interface BulkRequest {
  /** One with `bulk`. */
  readonly operation: AnyOperation;
  /** What it does, as a verb: 'Approve'. */
  readonly label: string;
  /** One of the records: 'review'. */
  readonly noun: string;
  /** The records, or all that a list's filter means at the moment of the run. */
  readonly targets: readonly BulkTarget[] | { readonly listing: Listing; readonly filter: string };
  /** What the operation needs to know besides the record. */
  readonly input: Readonly<Record<string, unknown>>;
  readonly own?: BulkOwn | undefined;
  /** It does harm: where there is no undo either it is typed out. */
  readonly danger?: boolean | undefined;
  /** What more is agreed to, from the rows of the try-out. */
  readonly told?: ((rows: readonly BulkRow[]) => readonly string[]) | undefined;
}

/** What a person can do with a run that is on the screen. */
export interface Bulk {
  readonly state: Value<BulkState>;
  readonly noun: string;
  /** Between two records; what is done stays done. */
  readonly stop: () => void;
  readonly again: () => void;
  readonly undo: () => void;
  readonly leave: () => void;
  /** What became of each once more, after it was left. */
  readonly reopen: () => void;
}

/** So many are tried out before the question is asked: enough to know the reasons, soon enough to be waited for. */
const mostTried = 1000;

/**
 * Runs an operation over many records as people do it: tries it out, asks with the count and the reasons of those that
 * would be refused, shows how far it is (Esc stops between two records), then what became of each; what failed can be
 * run again, and what can be undone, undone.
 * @returns the rows as they are when the person leaves, none when nothing was run
 */
export async function runBulk(shell: Shell, request: BulkRequest): Promise<readonly BulkRow[]> {
  const bulk = createBulk(shell, request);
  await show(shell, bulk);
  const { rows, dryRun } = bulk.state.get();
  if (dryRun) return [];
  keepForUndo(shell, bulk);
  return rows;
}

const show = (shell: Shell, bulk: Bulk): Promise<void> =>
  openPanel(shell, (space) => createElement(BulkPanel, { bulk, ...space }));

/** `z` puts the whole run back, as it does with a single act. */
function keepForUndo(shell: Shell, bulk: Bulk): void {
  const { operation, operationId, label, counts } = bulk.state.get();
  if (counts.done === 0 || !operation.undoable || operation.name === undo.name) return;
  const entry: Done = {
    operationId,
    operation: operation.name,
    told: `${label}: ${plural(counts.done, bulk.noun)}.`,
    at: new Date().toISOString(),
    putBack: async () => {
      bulk.reopen();
      const closed = show(shell, bulk);
      bulk.undo();
      await closed;
      if (bulk.state.get().operation.name !== undo.name) return;
      shell.history.update((history) => history.filter((one) => one !== entry));
    },
  };
  shell.history.update((history) => [entry, ...history]);
}

export function createBulk(shell: Shell, request: BulkRequest): Bulk {
  const { operation, label, noun, targets, input, own = new Map() } = request;
  const state = value<BulkState>({
    phase: 'looking',
    operation,
    label,
    input,
    own,
    targets: [],
    operationId: randomUUID(),
    counts: noCounts,
    total: 0,
    rows: [],
    dryRun: true,
    ended: undefined,
  });
  const change = (part: Partial<BulkState>) => state.set({ ...state.get(), ...part });
  let stopping = new AbortController();

  function call() {
    const actor = shell.actor.get();
    if (!actor) throw new Error('Nobody is signed in.');
    stopping = new AbortController();
    return { database: shell.store.database, secrets: shell.store, actor, signal: stopping.signal };
  }

  async function look(): Promise<readonly BulkTarget[]> {
    if (!('listing' in targets)) return targets;
    const column = operation.bulk?.column ?? 'id';
    const keys = await shell.busy(matchingKeys(targets.listing, column, targets.filter, call()));
    if (keys.length > mostRecords) {
      throw new Refused(`That are ${plural(keys.length, noun)}; at most ${mostRecords} are run at once.`, {
        hint: 'A narrower filter makes it fewer.',
      });
    }
    return keys.map((key) => ({ key, name: key }));
  }

  /** One pass over these records; what became of them is the answer. */
  async function pass(keys: readonly string[], dryRun: boolean): Promise<readonly BulkRow[]> {
    const now = state.get();
    change({ phase: dryRun ? 'trying' : 'running', counts: noCounts, total: keys.length, ended: undefined });
    const tried = (row: BulkRow) => change({ counts: counted(state.get().counts, row) });
    const how = { ...call(), operationId: now.operationId, dryRun, tried };
    const outcome = await shell.busy(runEach(now.operation, keys, now.input, how, now.own));
    const ended = outcome.ended instanceof Interrupted ? undefined : outcome.ended;
    if (ended) shell.options.log.error(`${now.operation.name} in bulk ended early`, { error: ended });
    change({ ended });
    return outcome.rows;
  }

  async function carryOut(keys: readonly string[]): Promise<void> {
    const before = state.get().rows;
    const rows = merged(before, await pass(keys, false));
    change({ phase: 'finished', rows, counts: countsOf(rows), dryRun: false });
    for (const table of state.get().operation.refreshes ?? []) shell.changed({ table, ids: [] });
  }

  async function start(): Promise<void> {
    const found = await look();
    change({ targets: found });
    const keys = found.map(({ key }) => key);
    const trial = await pass(keys.slice(0, mostTried), true);
    change({ rows: trial });
    const leave = () => change({ phase: 'left' });
    if (stopping.signal.aborted) {
      leave();
      return;
    }
    const { ended } = state.get();
    const rest = keys.slice(trial.length);
    const wanted = [...trial.filter((row) => row.state === 'done').map(({ key }) => key), ...rest];
    if (ended || wanted.length === 0) change({ phase: 'finished' });
    else if (await agreed(wanted.length, keys)) await carryOut(wanted);
    else leave();
  }

  function agreed(count: number, [first = '']: readonly string[]): Promise<boolean> {
    const now = state.get();
    const parsed = inputOf(now, first);
    const lasting = request.danger && !operation.undoable ? label.toLowerCase() : undefined;
    const typed = (parsed && operation.confirm?.(parsed)?.typed) ?? lasting;
    return confirm(shell, {
      question: `${label} ${plural(count, noun)}?`,
      consequences: [...(request.told?.(now.rows) ?? []), ...consequences(now, noun)],
      yes: label,
      ...(typed === undefined ? {} : { typed }),
    });
  }

  async function putBack(): Promise<void> {
    const { rows, operationId, targets: all, label: what } = state.get();
    const names = new Map(all.map(({ key, name }) => [key, name]));
    const done = rows
      .filter((row) => row.state === 'done')
      .map(({ key }) => ({ key: idOfRow(operationId, key), name: names.get(key) ?? key }));
    const question = `Undo "${what}" of ${plural(done.length, noun)}?`;
    if (!(await confirm(shell, { question, yes: 'Undo' }))) return;
    change({
      operation: undo,
      label: `Undo ${what.toLowerCase()}`,
      input: {},
      own: new Map(),
      targets: done,
      rows: [],
      operationId: randomUUID(),
    });
    await carryOut(done.map(({ key }) => key));
  }

  function begin(work: () => Promise<void>): void {
    work().catch((error: unknown) => {
      if (error instanceof Interrupted) change({ phase: 'left' });
      else {
        shell.fail(error);
        change({ phase: state.get().dryRun ? 'left' : 'finished' });
      }
    });
  }

  begin(start);
  return {
    state,
    noun,
    stop: () => stopping.abort(),
    again: () => begin(() => (state.get().dryRun ? start() : carryOut(openKeys(state.get().rows)))),
    undo: () => begin(putBack),
    leave: () => change({ phase: 'left' }),
    reopen: () => change({ phase: 'finished' }),
  };
}
