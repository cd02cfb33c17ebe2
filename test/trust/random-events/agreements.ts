import type { Confirmation, Operation } from '../../../src/operations/operation.ts';
import type { Overlay } from '../../../src/tui/app/overlay.ts';
import type { Shell } from '../../../src/tui/app/shell.ts';
import type { TestDatabase } from '../../helpers/database.ts';
import { operations } from '../../helpers/operations.ts';

/**
 * Holds what the shop kept against what was agreed to.
 *
 * Every dialog that is answered yes is noted with its question. Every operation that runs is noted with its id and with the
 * question that it asks about this very input by its own declaration (`confirm` and `question` of the registry, listened to
 * where they stand: all screens share them). What was kept is in `operation_results` under the same id. So a write is
 * right when its operation asks nothing about that input, such as a form that was sent or a review approved by its key;
 * or when a dialog with exactly its question was agreed to, one dialog a write; or when it is one of many, and the dialog
 * over the panel of that run was agreed to. Anything else was written behind somebody's back.
 */
export interface Agreements {
  readonly agreed: () => number;
  /** Kept since the beginning: how many, how many of them after a yes, and which without one. */
  verdict(): Promise<{ readonly writes: number; readonly asked: number; readonly unasked: readonly string[] }>;
  stop(): void;
}

interface Run {
  readonly name: string;
  /** What had to be agreed to; undefined: nothing. */
  readonly question: string | undefined;
  /** Agreed to for many at once, and this one of them. */
  readonly inBulk: boolean;
}

const keyOf = (name: string, input: unknown) => JSON.stringify([name, input]);

export async function watchAgreements(shell: Shell, db: TestDatabase): Promise<Agreements> {
  const runs = new Map<string, Run>();
  const yes: string[] = [];
  const asked = new Map<string, Confirmation | undefined>();
  let agreed = 0;
  let bulk = false;
  const known = new Set((await kept(db)).map(({ operation_id }) => operation_id));

  const undo = operations.flatMap((one) => (one.kind === 'operation' && !one.reads ? [listen(one)] : []));
  function listen(operation: Operation): () => void {
    const run = operation.run.bind(operation);
    const question = operation.question?.bind(operation);
    const wanted = (input: never): string | undefined => {
      if (!question) return operation.confirm?.(input)?.question;
      const key = keyOf(operation.name, input);
      return asked.has(key) ? asked.get(key)?.question : 'a question that was never asked';
    };
    Object.assign(operation, {
      run: (...[context, input, prepared]: Parameters<typeof run>) => {
        const { operationId } = context;
        runs.set(operationId, { name: operation.name, question: wanted(input as never), inBulk: bulk });
        return run(context, input, prepared);
      },
      ...(question && {
        question: async (...[asking, input]: Parameters<typeof question>) => {
          const answer = await question(asking, input);
          asked.set(keyOf(operation.name, input), answer);
          return answer;
        },
      }),
    });
    return () => void Object.assign(operation, { run, ...(question && { question }) });
  }

  const seen = new Set<number>();
  const watched = (overlay: Overlay, overPanel: boolean): Overlay => {
    if (overlay.kind !== 'confirm' || seen.has(overlay.id)) return overlay;
    seen.add(overlay.id);
    const answer = (agrees: boolean) => {
      if (agrees) {
        agreed += 1;
        if (overPanel) bulk = true;
        else yes.push(overlay.request.question);
      }
      overlay.answer(agrees);
    };
    return { ...overlay, answer };
  };
  const stopDialogs = shell.overlays.subscribe(() => {
    const now = shell.overlays.get();
    const panel = now.some(({ kind }) => kind === 'panel');
    if (!panel) bulk = false;
    if (now.some((one) => one.kind === 'confirm' && !seen.has(one.id)))
      shell.overlays.set(now.map((one) => watched(one, panel)));
  });

  return {
    agreed: () => agreed,
    async verdict() {
      const fresh = (await kept(db)).filter(({ operation_id }) => !known.has(operation_id));
      const unasked: string[] = [];
      let after = 0;
      for (const { operation_id, name } of fresh) {
        const run = runs.get(operation_id);
        if (run?.name === name && run.question === undefined) continue;
        const at = run?.question === undefined ? -1 : yes.indexOf(run.question);
        if (at >= 0) yes.splice(at, 1);
        if (at >= 0 || run?.inBulk) after += 1;
        else unasked.push(`${name}: ${run?.question ?? 'it was never seen to run'}`);
      }
      return { writes: fresh.length, asked: after, unasked };
    },
    stop() {
      stopDialogs();
      for (const back of undo) back();
    },
  };
}

function kept(db: TestDatabase): Promise<{ operation_id: string; name: string }[]> {
  return db.sql('select operation_id, name from operation_results order by created_at, operation_id');
}
