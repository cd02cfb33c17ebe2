import { readSettings } from '../../platform/config.ts';
import { findHome } from '../../platform/home.ts';
import { switchFlag, type Command } from '../command.ts';
import { human } from '../output/human.ts';

export const keys: Command = {
  path: ['keys'],
  summary: 'Show the keys of the terminal, your own among them.',
  examples: ['keys', 'keys --own', 'keys --json'],
  shape: () => ({ positionals: [], flags: [switchFlag('own', 'only those that your config has bound')] }),
  run: async (args, cli) => {
    // The table is the terminal's: no other command waits for it.
    const { keyTable } = await import('../../tui/keys/help.ts');
    const { rows, problems } = keyTable(readSettings(findHome(cli.globals.home)).keys);
    const shown = args['own'] === true ? rows.filter(({ own }) => own) : rows;
    if (cli.globals.json) await cli.out(`${JSON.stringify({ rows: shown, problems })}\n`);
    else {
      const table = shown.map(({ keys: bound, own, ...row }) => ({
        keys: bound.join(' ') || 'none',
        does: row.help,
        where: row.scope,
        name: row.action,
        own,
      }));
      await cli.out(table.length === 0 ? 'Your config binds no key of its own.\n' : await human(table, cli));
      for (const problem of problems) await cli.note(problem);
    }
    return problems.length === 0 ? 0 : 2;
  },
};
