import { InvalidInput } from '../../domain/errors.ts';
import type { MaintainReport } from '../../platform/database/maintain.ts';
import { switchFlag, textFlag, type Arguments, type Command } from '../command.ts';
import { answer } from '../output/answer.ts';
import { asOwner } from '../owner.ts';
import { progressLine } from '../progress.ts';
import { askToConfirm, demandAnswerable } from '../prompt.ts';

const text = (args: Arguments, name: string): string | undefined => {
  const value = args[name];
  return typeof value === 'string' ? value : undefined;
};

export const migrate: Command = {
  path: ['db', 'migrate'],
  summary: 'Bring the schema up to date, as the owner of the database.',
  examples: ['db migrate', 'db migrate --url postgresql://owner@host/shop'],
  shape: () => ({
    positionals: [],
    flags: [
      switchFlag('down', 'take migrations back: what they made is deleted'),
      textFlag('to', 'up to and with this one; with --down back to and with this one; with --down and 0: all'),
    ],
  }),
  run: async (args, cli) => {
    const down = args['down'] === true;
    const to = text(args, 'to');
    const question = down
      ? { question: 'Taking migrations back deletes the tables and the data that they hold', typed: 'delete' }
      : undefined;
    demandAnswerable(question, cli);
    const done = await asOwner(cli, { writes: true }, async (url) => {
      await askToConfirm(question, cli);
      const { migrate: run, migrationStatus } = await import('../../platform/database/migrate.ts');
      const known = await migrationStatus(url);
      const target = to === undefined ? undefined : findMigration(to, known);
      const line = progressLine(cli.io, cli.globals);
      const options = {
        down,
        onProgress: ({ name }: { name: string }) => line.say(`${down ? 'Taking back' : 'Applying'} ${name}`),
      };
      return run(url, { ...options, ...(target !== undefined && { to: target }) }).finally(() => line.end());
    });
    const sentence =
      done.length === 0
        ? 'Nothing to do: the schema is up to date.'
        : `${down ? 'Took back' : 'Applied'} ${done.join(', ')}.`;
    await answer(
      cli,
      down ? { applied: [], reverted: done } : { applied: done, reverted: [] },
      down && done.length === 0 ? 'Nothing to take back.' : sentence,
    );
    return 0;
  },
};

/** A name, or the number that it begins with. @returns 0 for everything */
function findMigration(given: string, known: readonly { readonly name: string }[]): string {
  const names = known.map(({ name }) => name);
  if (/^0+$/u.test(given)) return names[0] ?? given;
  const found = names.find((name) => name === given || name.startsWith(`${given.padStart(4, '0')}-`));
  if (found !== undefined) return found;
  throw new InvalidInput(`There is no migration "${given.slice(0, 60)}".`, { hint: `They are ${names.join(', ')}.` });
}

export const status: Command = {
  path: ['db', 'status'],
  summary: 'Show which migrations are applied.',
  examples: ['db status', 'db status --json'],
  shape: () => ({ positionals: [], flags: [] }),
  run: async (_args, cli) => {
    const migrations = await asOwner(cli, { writes: false }, async (url) => {
      const { migrationStatus } = await import('../../platform/database/migrate.ts');
      return migrationStatus(url);
    });
    const missing = migrations.filter(({ applied_at }) => applied_at === null).length;
    await answer(cli, cli.globals.json ? { up_to_date: missing === 0, migrations } : migrations);
    if (missing > 0) await cli.note(`${missing} to apply: solemate db migrate`);
    return 0;
  },
};

const replacing = {
  question:
    'Make the sample shop anew? All that was changed in the one that is there is lost, its staff and settings as well.',
};

export const seed: Command = {
  path: ['db', 'seed'],
  summary:
    'Fill an empty database with a sample shop, or make the sample shop anew, which asks first. Anything else is refused.',
  examples: ['db seed', 'db seed --orders 1000 --seed 7'],
  shape: () => ({
    positionals: [],
    flags: [
      textFlag('orders', 'how many orders; the rest of the shop grows with them', { fallback: '480' }),
      textFlag('seed', 'the same seed makes the same shop', { fallback: '1' }),
    ],
  }),
  run: async (args, cli) => {
    const orders = text(args, 'orders');
    if (orders !== undefined && !/^\d{1,9}$/u.test(orders)) {
      throw new InvalidInput(`--orders "${orders.slice(0, 40)}" is no whole number.`);
    }
    const name = text(args, 'seed');
    const report = await asOwner(cli, { writes: true }, async (url) => {
      const [{ seed: run }, piiKey] = await Promise.all([
        import('../../platform/seed/index.ts'),
        knownPiiKey(cli.globals.home),
      ]);
      const line = progressLine(cli.io, cli.globals);
      return run(url, {
        ...(orders !== undefined && { orders: Number(orders) }),
        ...(name !== undefined && { seed: name }),
        ...(piiKey !== undefined && { piiKey }),
        confirmReplacing: async () => {
          demandAnswerable(replacing, cli);
          await askToConfirm(replacing, cli);
        },
        onProgress: ({ text: what, done, total }) => line.say(`${Math.floor((done / total) * 100)} %  ${what}`),
      }).finally(() => line.end());
    });
    const { counts, staff, password } = report;
    await answer(
      cli,
      report,
      `Made a sample shop of ${counts['orders'] ?? report.orders} orders in ${(report.milliseconds / 1000).toFixed(1)} s.`,
    );
    await cli.note(`Staff: ${staff.map(({ email }) => email).join(', ')}`);
    if (password !== null) await cli.note(`Their password, told this once: ${password}`);
    return 0;
  },
};

/** Without a key the sample's customers have no telephone numbers; that is no reason to make no shop. */
async function knownPiiKey(home: string | undefined): Promise<string | undefined> {
  const [{ findHome }, { findPiiKey }, { Unavailable }] = await Promise.all([
    import('../../platform/home.ts'),
    import('../../platform/pii.ts'),
    import('../../domain/errors.ts'),
  ]);
  try {
    return await findPiiKey(findHome(home));
  } catch (error) {
    if (error instanceof Unavailable) return undefined;
    throw error;
  }
}

export const maintain: Command = {
  path: ['db', 'maintain'],
  summary:
    'Make the months ahead, put right what can be counted anew, clear up. Safe at any moment and twice; for a timer.',
  examples: ['db maintain --dry-run', 'db maintain'],
  shape: () => ({
    positionals: [],
    flags: [switchFlag('dry-run', 'tell what there is to do, change nothing')],
  }),
  run: async (args, cli) => {
    const dryRun = args['dry-run'] === true;
    const report = await asOwner(cli, { writes: !dryRun }, async (url) => {
      const { maintain: run } = await import('../../platform/database/maintain.ts');
      const line = progressLine(cli.io, cli.globals);
      const options = { dryRun, onStep: (step: string) => line.say(step), signal: cli.io.signal };
      return run(url, options).finally(() => line.end());
    });
    if (cli.globals.json) await answer(cli, report);
    else await cli.out(await tellMaintained(report));
    return 0;
  },
};

async function tellMaintained({ dry_run: dryRun, busy, steps, not_repaired: wrong }: MaintainReport): Promise<string> {
  if (busy) return 'Another db maintain is at work on this store: nothing was done here.\n';
  const [{ clean }, { plural }] = await Promise.all([
    import('../../domain/display.ts'),
    import('../../domain/plural.ts'),
  ]);
  const lines = [
    ...(dryRun ? ['Dry run, nothing was changed.'] : []),
    ...steps.map(({ told }) => told),
    ...wrong.flatMap(({ check, broken, found, hint }) => [
      `NOT REPAIRED  ${check} (${plural(broken, 'exception')}).`,
      `  ${clean(found)}${broken > 3 ? ', …' : ''}`,
      `  ${hint}`,
    ]),
  ];
  return `${lines.join('\n')}\n`;
}
