import { findHome } from '../../platform/home.ts';
import { findTarget } from '../../platform/target.ts';
import type { Command } from '../command.ts';
import { whereabouts } from '../context.ts';
import { answer } from '../output/answer.ts';

export const storeStatus: Command = {
  path: ['store', 'status'],
  summary: 'Show which store is used and, of the embedded one, where it lies and whether it runs. Starts nothing.',
  examples: ['store status', 'store status --json'],
  shape: () => ({ positionals: [], flags: [] }),
  run: async (_args, cli) => {
    const where = whereabouts(cli.globals);
    const home = findHome(where.home);
    const target = findTarget(home, where);
    if (target.kind === 'server') {
      const { kind, label, care, readOnly } = target;
      await answer(cli, { kind, label, care, where: target.where, read_only: readOnly });
      return 0;
    }
    const { embeddedStatus } = await import('../../platform/embedded/status.ts');
    await answer(cli, { kind: 'embedded', ...(await embeddedStatus(home)) });
    return 0;
  },
};
