import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { Interrupted } from '../../domain/errors.ts';
import { notRepaired } from '../health/not-repaired.ts';
import { sqlState } from './errors.ts';
import { maintainSteps, type Step } from './maintain-steps.ts';
import { withOwner } from './owner.ts';

export interface StepReport {
  /** Stable, for scripts. */
  readonly step: string;
  /** How many things were done; in a dry run how many there are to do. */
  readonly done: number;
  /** One sentence. */
  readonly told: string;
  /** It waited for the shop in vain and was left for the next time. */
  readonly postponed: boolean;
}

export interface MaintainReport {
  readonly dry_run: boolean;
  /** Somebody else is at it: nothing was done. */
  readonly busy: boolean;
  readonly steps: readonly StepReport[];
  /** What is wrong and must not be put right by a program, with what to do instead. */
  readonly not_repaired: readonly {
    readonly check: string;
    readonly broken: number;
    readonly found: string;
    readonly hint: string;
  }[];
}

export interface MaintainOptions {
  readonly dryRun?: boolean;
  readonly onStep?: (text: string) => void;
  readonly signal?: AbortSignal;
}

/** Advisory locks are numbers: this one is held for as long as somebody maintains the database. */
const maintaining = 7_235_467_313;
const nothingToDo = { step: '', done: 0, told: '', postponed: false };

/**
 * What a shop's database needs from time to time, and what can be put right without asking anybody. Safe to run at any
 * moment and twice: a step takes no lock that the shop waits for longer than `patience`, and gives way instead.
 * @throws Unavailable, Forbidden when the URL is not the owner's
 */
export async function maintain(ownerUrl: string, options: MaintainOptions = {}): Promise<MaintainReport> {
  const { dryRun = false, onStep, signal } = options;
  return withOwner(ownerUrl, async (client) => {
    await client.query(
      `select set_config('timezone', 'UTC', false), set_config('lock_timeout', '${patience}', false),
        set_config('solemate.operation', 'db.maintain', false)`,
    );
    const { rows } = await client.query<{ held: boolean }>('select pg_try_advisory_lock($1) as held', [maintaining]);
    if (!rows[0]?.held) return { dry_run: dryRun, busy: true, steps: [], not_repaired: [] };
    const steps: StepReport[] = [];
    for (const step of maintainSteps) {
      if (signal?.aborted) throw new Interrupted('Stopped: what was done until now stays done.');
      onStep?.(step.doing);
      steps.push(await take(step, client, dryRun));
    }
    onStep?.('Looking for what must not be repaired');
    return { dry_run: dryRun, busy: false, steps, not_repaired: await notRepaired(client) };
  });
}

/** Milliseconds. Whoever asks for a table meanwhile queues behind us, so that they wait no longer than this either. */
const patience = 500;
const attempts = 6;

async function take(step: Step, client: pg.Client, dryRun: boolean): Promise<StepReport> {
  const { key } = step;
  const todo = await step.count(client);
  if (dryRun) return { ...nothingToDo, step: key, done: todo, told: step.tell(todo, true) };
  if (todo === 0) return { ...nothingToDo, step: key, told: step.tell(0, false) };
  for (let attempt = 1; ; attempt += 1) {
    try {
      const done = await step.run(client);
      return { ...nothingToDo, step: key, done, told: step.tell(done, false) };
    } catch (error) {
      // 55P03: somebody holds it, 40P01: we were in somebody's way.
      if (!['55P03', '40P01'].includes(sqlState(error) ?? '')) throw error;
      if (attempt >= attempts) {
        const told = 'The shop was too busy for it; it is left for the next time.';
        return { ...nothingToDo, step: key, told, postponed: true };
      }
      await sleep(2 ** attempt * 50 * (0.5 + Math.random()));
    }
  }
}
