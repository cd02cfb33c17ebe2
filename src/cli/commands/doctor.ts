import type { Command } from '../command.ts';
import { answer } from '../output/answer.ts';
import { asOwner } from '../owner.ts';
import { progressLine } from '../progress.ts';

const refusedByARule = 3;
const shownExamples = 3;

export const doctor: Command = {
  path: ['doctor'],
  summary: 'Check that the schema is whole and that every rule of the shop holds on its data.',
  examples: ['doctor', 'doctor --json'],
  shape: () => ({ positionals: [], flags: [] }),
  run: async (_args, cli) => {
    const checks = await asOwner(cli, { writes: false }, async (url) => {
      const [{ checkSchema }, { checkInvariants }, { withOwner }] = await Promise.all([
        import('../../platform/database/schema-checks.ts'),
        import('../../platform/seed/index.ts'),
        import('../../platform/database/owner.ts'),
      ]);
      const line = progressLine(cli.io, cli.globals);
      line.say('Looking over the schema');
      const schema = (await checkSchema(url)).map(({ check, broken, hint }) => ({
        check,
        broken: broken.length,
        found: broken.slice(0, shownExamples).join(', '),
        hint: broken.length > 0 ? hint : '',
      }));
      // Without its tables there is no data to look over.
      if (schema.length === 1) return schema;
      line.say('Looking over the data');
      const data = await withOwner(url, (client) =>
        checkInvariants(async <R extends object>(text: string, values: readonly unknown[] = []) => {
          const { rows } = await client.query(text, [...values]);
          return rows as R[];
        }),
      ).finally(() => line.end());
      return [
        ...schema,
        ...data.map(({ name, broken, example = '' }) => ({ check: name, broken, found: example, hint: '' })),
      ];
    });
    const ok = checks.every(({ broken }) => broken === 0);
    if (cli.globals.json) await answer(cli, { ok, checks });
    else {
      await answer(
        cli,
        checks.map(({ broken, ...rest }) => ({ state: broken === 0 ? 'ok' : `${broken} broken`, ...rest })),
      );
      await cli.out(ok ? 'All is well.\n' : 'Something is wrong, see above.\n');
    }
    return ok ? 0 : refusedByARule;
  },
};
