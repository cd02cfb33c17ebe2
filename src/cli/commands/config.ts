import { clean } from '../../domain/display.ts';
import { NotFound } from '../../domain/errors.ts';
import { getSetting, knownSettings, listSettings, setSetting } from '../../platform/config.ts';
import { tryConnection, type ConnectionStep } from '../../platform/database/try-connection.ts';
import { findHome } from '../../platform/home.ts';
import { findTarget } from '../../platform/target.ts';
import { switchFlag, type Arguments, type Command, type Flag } from '../command.ts';
import { whereabouts } from '../context.ts';
import { answer } from '../output/answer.ts';
import { readable } from '../output/values.ts';

const key = (): Flag => ({
  name: 'key',
  kind: 'text',
  summary: 'dotted name of the setting',
  values: knownSettings().map((one) => one.key),
  required: true,
});

const word = (args: Arguments, name: string): string => (typeof args[name] === 'string' ? args[name] : '');

export const get: Command = {
  path: ['config', 'get'],
  summary: 'Show one setting.',
  examples: ['config get profile'],
  shape: () => ({ positionals: [key()], flags: [] }),
  run: async (args, cli) => {
    const name = word(args, 'key');
    const value = getSetting(findHome(cli.globals.home), name);
    if (value === undefined)
      throw new NotFound(`${name} is not set.`, { hint: `Set it: solemate config set ${name} VALUE` });
    await answer(cli, value, typeof value === 'object' ? undefined : readable(value));
    return 0;
  },
};

export const set: Command = {
  path: ['config', 'set'],
  summary: 'Set one setting; an empty value takes it away.',
  examples: ['config set profiles.shop.url postgresql://solemate_app@db.example/shop', 'config set profile shop'],
  shape: () => ({
    positionals: [key(), { name: 'value', kind: 'text', summary: 'its value', required: true }],
    flags: [],
  }),
  run: async (args, cli) => {
    const home = findHome(cli.globals.home);
    const name = word(args, 'key');
    await setSetting(home, name, word(args, 'value'));
    const value = getSetting(home, name) ?? null;
    await answer(cli, { [name]: value }, value === null ? `${name} is no longer set.` : `${name} is set.`);
    return 0;
  },
};

export const list: Command = {
  path: ['config', 'list'],
  summary: 'Show what is set; passwords are masked.',
  examples: ['config list', 'config list --known'],
  shape: () => ({ positionals: [], flags: [switchFlag('known', 'every setting there is, with its meaning')] }),
  run: async (args, cli) => {
    if (args['known'] === true) await answer(cli, knownSettings());
    else {
      const settings = listSettings(findHome(cli.globals.home));
      const nothing = Object.keys(settings).length === 0;
      await answer(
        cli,
        cli.globals.json ? settings : Object.entries(settings).map(([name, value]) => ({ key: name, value })),
        nothing ? 'Nothing is set.' : undefined,
      );
    }
    return 0;
  },
};

const looks = { ok: 'ok', warning: 'WARNING', problem: 'PROBLEM' } as const;
const unavailable = 6;

export const test: Command = {
  path: ['config', 'test'],
  summary:
    'Try the database of --url, --profile or the default profile step by step: reached, logged in, version, schema, role, staff. Changes nothing; ends with 6 at the first problem.',
  examples: ['config test', 'config test --profile shop --json'],
  shape: () => ({ positionals: [], flags: [] }),
  run: async (_args, cli) => {
    const where = whereabouts(cli.globals);
    const target = findTarget(findHome(where.home), where);
    if (target.kind === 'embedded') {
      await answer(cli, { ok: true, steps: [] }, 'The sample shop of this machine is used, which needs no connection.');
      return 0;
    }
    const steps: ConnectionStep[] = [];
    for await (const step of tryConnection(await target.endpoint())) {
      steps.push(step);
      if (cli.globals.json) continue;
      await cli.out(`${looks[step.level].padEnd(8)} ${step.step.padEnd(8)} ${clean(step.found)}\n`);
      if (step.hint !== '') await cli.out(`${' '.repeat(18)}${step.hint}\n`);
    }
    const ok = steps.every(({ level }) => level !== 'problem');
    if (cli.globals.json) await answer(cli, { ok, steps });
    return ok ? 0 : unavailable;
  },
};
