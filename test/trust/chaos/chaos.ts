import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseCents } from '../../../src/domain/money.ts';
import { complete } from '../../../src/operations/refunds/complete.ts';
import { run } from '../../../src/operations/operation.ts';
import { reconcile } from '../../../src/operations/payments/reconcile.ts';
import { connectDatabase } from '../../../src/platform/database/connect.ts';
import { checkInvariants, invariants } from '../../../src/platform/health/invariants.ts';
import { stripeKey, stripeServer, type StripeServer } from '../../helpers/stripe-server.ts';
import type { ClientTask } from './client.ts';
import { chaosServer, endpointOf, type ChaosServer } from './server.ts';
import { openChaosShop, type Staff } from './shop.ts';
import { judge, readAll, type Told, type Verdict } from './verdict.ts';

export interface ChaosOptions {
  readonly clients: number;
  readonly processes: number;
  readonly seconds: number;
  /** How often each happens, spread over the time. */
  readonly kills: {
    readonly server: number;
    readonly clients: number;
    readonly session: number;
    readonly terminations: number;
  };
  readonly say?: (text: string) => void;
}

export interface ChaosReport {
  readonly seconds: number;
  readonly verdict: Verdict;
  readonly told: Pick<Told, 'counts' | 'byOperation' | 'wrong'>;
  /** Invariants that do not hold, and what is wrong with the money. */
  readonly broken: readonly string[];
  readonly happened: Readonly<Record<'server' | 'clients' | 'session' | 'terminated', number>>;
  /** Operations that were done after the server came back for the last time. */
  readonly resumed: number;
  /** Deadlocks that the server broke and the program ran again. */
  readonly deadlocks: number;
  readonly refunds: { readonly completed: number; readonly reconciled: number; readonly money: string };
}

/** One shop, many people in several processes, and somebody who kills. */
export async function runChaos(options: ChaosOptions, open = chaosServer): Promise<ChaosReport> {
  const say = options.say ?? (() => undefined);
  const server = await open();
  const stripe = await stripeServer();
  try {
    const staff = await openChaosShop(server);
    say('the shop is open');
    const crew = new Crew(server, stripe, staff, options);
    const customers = new Customers(server, stripe);
    const paying = customers.pay();
    // Told below; when the chaos itself fails, that is what is to be heard of.
    paying.catch(() => undefined);
    const started = performance.now();
    try {
      await crew.open();
      await killing(server, crew, options, say);
      await crew.close();
    } finally {
      crew.killAll();
      customers.leave();
    }
    const seconds = (performance.now() - started) / 1000;
    await server.start();
    await paying;
    say('everybody has gone; looking');
    const told = await readAll(crew.journals);
    const { ids, refunds } = await settleMoney(server, stripe, staff);
    const verdict = await judge(server, told, ids);
    const resumed = await doneSince(server, crew.back);
    const broken = [...(await brokenInvariants(server)), ...(await brokenMoney(server, stripe))];
    const deadlocks = (await server.log()).split('deadlock detected').length - 1;
    return { seconds, verdict, told, broken, happened: crew.happened, resumed, deadlocks, refunds };
  } finally {
    await stripe.close();
    await server.close();
  }
}

/** Processes of people; one that is killed is followed by another that reads what it left. */
class Crew {
  readonly journals: string[] = [];
  readonly happened = { server: 0, clients: 0, session: 0, terminated: 0 };
  /** When the server answered again after it was killed. */
  back = new Date(0);
  readonly #running = new Map<ChildProcess, { journal: string; ready: Promise<void>; ended: Promise<void> }>();
  readonly #server: ChaosServer;
  readonly #stripe: StripeServer;
  readonly #staff: Staff;
  readonly #options: ChaosOptions;

  constructor(server: ChaosServer, stripe: StripeServer, staff: Staff, options: ChaosOptions) {
    this.#server = server;
    this.#stripe = stripe;
    this.#staff = staff;
    this.#options = options;
  }

  async open(): Promise<void> {
    for (let index = 0; index < this.#options.processes; index += 1) this.#enter(undefined);
    await Promise.all([...this.#running.values()].map(({ ready }) => ready));
  }

  #enter(inherited: string | undefined): void {
    const journal = join(this.#server.folder, `journal-${this.journals.length}`);
    this.journals.push(journal);
    const people = Math.ceil(this.#options.clients / this.#options.processes);
    const task: ClientTask = { way: this.#server.way, journal, inherited, people, staff: this.#staff };
    const program = join(import.meta.dirname, 'client.ts');
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program], {
      env: {
        ...process.env,
        NODE_OPTIONS: '',
        CHAOS_CLIENT: JSON.stringify(task),
        SOLEMATE_STRIPE_URL: this.#stripe.url,
        SOLEMATE_STRIPE_TIMEOUT: '5',
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    const ready = new Promise<void>((resolve, reject) => {
      child.stdout.once('data', () => resolve());
      child.once('exit', (code) => reject(new Error(`a process of clients ended by itself (${code ?? 'killed'})`)));
    });
    ready.catch(() => undefined);
    this.#running.set(child, { journal, ready, ended });
  }

  async killOne(): Promise<void> {
    const [chosen] = [...this.#running].sort(() => Math.random() - 0.5);
    if (!chosen) return;
    const [child, { journal, ready, ended }] = chosen;
    await ready;
    child.kill('SIGKILL');
    await ended;
    this.#running.delete(child);
    this.happened.clients += 1;
    this.#enter(journal);
  }

  /** They finish what they are at; who does not within ten seconds is killed over it. */
  async close(): Promise<void> {
    const all = [...this.#running];
    await Promise.all(all.map(([, { ready }]) => ready));
    for (const [child] of all) child.kill('SIGTERM');
    await Promise.race([Promise.all(all.map(([, { ended }]) => ended)), sleep(10_000, undefined, { ref: false })]);
    this.killAll();
    await Promise.all(all.map(([, { ended }]) => ended));
  }

  killAll(): void {
    for (const child of this.#running.keys()) child.kill('SIGKILL');
  }
}

/** Customers of the web shop: they pay at Stripe, whose line is bad at times. */
class Customers {
  #gone = false;
  readonly #server: ChaosServer;
  readonly #stripe: StripeServer;

  constructor(server: ChaosServer, stripe: StripeServer) {
    this.#server = server;
    this.#stripe = stripe;
  }

  leave(): void {
    this.#gone = true;
  }

  async pay(): Promise<void> {
    while (!this.#gone) {
      const open = await this.#server.sql<{ id: string; amount: string }>(
        `select id, amount::text from payments where status = 'PENDING' order by created_at desc limit 8`,
      );
      for (const { id, amount } of open.filter(() => Math.random() < 0.6)) {
        const transaction = `pi_${id.replaceAll('-', '')}`;
        this.#stripe.payment(transaction, Number(parseCents(amount)));
        await this.#server.sql(
          `update payments set status = 'COMPLETED', provider = 'stripe', transaction_id = $2
          where id = $1 and status = 'PENDING'`,
          [id, transaction],
        );
      }
      if (Math.random() < 0.3) {
        const broken = { status: 500, type: 'api_error', message: 'oops', done: true } as const;
        this.#stripe.next(
          (['cut after', 'cut before', 'pending', broken] as const)[Math.floor(Math.random() * 4)] ?? broken,
        );
      }
      await sleep(150);
    }
  }
}

async function killing(
  server: ChaosServer,
  crew: Crew,
  options: ChaosOptions,
  say: (text: string) => void,
): Promise<void> {
  const { kills, seconds } = options;
  const started = performance.now();
  const plan = Object.entries(kills)
    .flatMap(([what, times]) => Array.from({ length: times }, (_, index) => ({ what, at: (index + 0.6) / times })))
    .sort((one, other) => one.at - other.at);
  for (const { what, at } of plan) {
    await sleep(Math.max(0, at * seconds * 1000 - (performance.now() - started)));
    if (what === 'clients') await crew.killOne();
    else if (what === 'terminations') crew.happened.terminated += await terminate(server);
    else if (what === 'session') crew.happened.session += (await server.killSession()) ? 1 : 0;
    else {
      await server.kill();
      crew.happened.server += 1;
      say(`the server was killed at ${Math.round((performance.now() - started) / 1000)} s`);
      await sleep(Math.random() * 1500);
      await server.start();
      crew.back = new Date();
    }
  }
  await sleep(Math.max(0, seconds * 1000 - (performance.now() - started)));
}

async function terminate(server: ChaosServer): Promise<number> {
  const ended = await server.sql(
    `select pg_terminate_backend(pid)
    from (
      select pid from pg_stat_activity where usename = 'solemate_app' and state <> 'idle' order by random() limit 3
    ) s`,
  );
  return ended.length;
}

async function doneSince(server: ChaosServer, moment: Date): Promise<number> {
  const [counted] = await server.sql<{ done: number }>(
    'select count(*)::integer as done from operation_results where created_at > $1',
    [moment],
  );
  return counted?.done ?? 0;
}

/** Time passes until nobody can be at a refund any more; then what is open is brought to its end, as cron does. */
async function settleMoney(
  server: ChaosServer,
  stripe: StripeServer,
  staff: Staff,
): Promise<{ ids: string[]; refunds: ChaosReport['refunds'] }> {
  stripe.clear();
  const payments = await server.sql<{ transaction_id: string }>(
    `select transaction_id from payments where provider = 'stripe' and transaction_id is not null`,
  );
  for (const { transaction_id } of payments) {
    for (const { id, status } of stripe.moved(transaction_id).refunds)
      if (status === 'pending') stripe.settle(id, 'succeeded');
  }
  await server.sql(`update refunds set claimed_until = null where status = 'REQUESTED'`);
  process.env['SOLEMATE_STRIPE_URL'] = stripe.url;
  const database = connectDatabase({ endpoint: endpointOf(server.way) });
  const call = { database, actor: staff.admin, secrets: { stripeKey: () => Promise.resolve(stripeKey) } };
  try {
    const { operationId, output } = await run(reconcile, { minutes: 0, most: 10_000 }, call);
    const byHand = await server.sql<{ id: string }>(
      `select id from refunds where status = 'REQUESTED' and provider = 'manual'`,
    );
    const ids = [operationId];
    for (const { id } of byHand)
      ids.push((await run(complete, { refund: id, reference: `SEPA ${id}` }, call)).operationId);
    const [sum] = await server.sql<{ completed: number; money: string }>(
      `select count(*)::integer as completed, coalesce(sum(amount), 0)::text as money from refunds where status = 'COMPLETED'`,
    );
    return { ids, refunds: { completed: 0, money: '0', ...sum, reconciled: output.completed } };
  } finally {
    await database.close();
  }
}

/** Warnings are left out: of an order in work all money may be paid back, and then somebody should look at it. */
async function brokenInvariants(server: ChaosServer): Promise<string[]> {
  const grave = new Set(invariants.filter(({ level }) => level !== 'warning').map(({ name }) => name));
  const found = await checkInvariants((text, values) => server.sql(text, values));
  return found
    .filter(({ name, broken }) => broken > 0 && grave.has(name))
    .map(({ name, broken, example }) => `${name}: ${broken}, e.g. ${example ?? ''}`);
}

async function brokenMoney(server: ChaosServer, stripe: StripeServer): Promise<string[]> {
  const broken: string[] = [];
  const open = await server.sql<{ id: string; provider: string }>(
    `select id, provider from refunds where status = 'REQUESTED'`,
  );
  broken.push(...open.map(({ id, provider }) => `refund ${id} by ${provider} is still REQUESTED`));
  const payments = await server.sql<{ transaction_id: string; cents: string }>(
    `select p.transaction_id, (coalesce(sum(r.amount), 0) * 100)::bigint::text as cents
    from payments p
    left join refunds r on r.payment_id = p.id and r.status = 'COMPLETED' and r.provider = 'stripe'
    where p.provider = 'stripe'
    group by p.id, p.transaction_id`,
  );
  for (const { transaction_id, cents } of payments) {
    const { total, refunds } = stripe.moved(transaction_id);
    if (total !== Number(cents)) broken.push(`${transaction_id}: ${total} went back at Stripe, ${cents} in the shop`);
    const ids = refunds.map(({ metadata }) => metadata['refund_id']);
    if (new Set(ids).size !== ids.length) broken.push(`${transaction_id}: a refund was paid twice: ${ids.join(', ')}`);
  }
  return broken;
}
