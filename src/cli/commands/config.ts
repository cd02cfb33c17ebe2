import { NotFound } from '../../domain/errors.ts';
import { getSetting, knownSettings, listSettings, setSetting } from '../../platform/config.ts';
import { findHome } from '../../platform/home.ts';
import { switchFlag, type Arguments, type Command, type Flag } from '../command.ts';
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

const get: Command = {
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

const set: Command = {
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

const list: Command = {
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

export const configCommands: readonly Command[] = [get, set, list];
