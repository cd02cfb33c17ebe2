import type { Finding } from '../../platform/health/check.ts';
import { clean } from '../../domain/display.ts';
import { plural } from '../../domain/plural.ts';
import { switchFlag, type Command } from '../command.ts';
import type { Cli } from '../context.ts';
import { answer } from '../output/answer.ts';
import { rowsAsTable } from '../output/human.ts';
import { asExaminer } from '../examiner.ts';
import { progressLine } from '../progress.ts';

/** Of operations.md: refused by a rule. Warnings alone are no reason to wake anybody. */
const problemsFound = 3;

export const doctor: Command = {
  path: ['doctor'],
  summary:
    'Check the schema, the rights, every rule of the shop on its data, and what waits for somebody. Ends with 0 when there is no problem (there may be warnings), with 3 when there is one.',
  examples: ['doctor', 'doctor --full', 'doctor --json'],
  shape: () => ({
    positionals: [],
    flags: [
      switchFlag('full', 'also what reads the whole history of a large shop'),
      switchFlag('strict', 'end with 3 for warnings too: for a timer that shall also tell what waits for people'),
      switchFlag('all', 'also show what is well'),
    ],
  }),
  run: async (args, cli) => {
    const full = args['full'] === true;
    const { as, findings } = await asExaminer(cli, { full }, async (who, ask, migrations) => {
      const { examine } = await import('../../platform/health/doctor.ts');
      const line = progressLine(cli.io, cli.globals);
      const onStep = ({ text, done, total }: { text: string; done: number; total: number }) =>
        line.say(`${done} of ${total}  ${text}`);
      const findings = await examine({ ask, migrations, full, onStep }).finally(() => line.end());
      return { as: who, findings };
    });
    const count = (level: Finding['level']) => findings.filter((one) => one.level === level).length;
    const ok = count('problem') === 0;
    if (cli.globals.json) {
      const counts = { problems: count('problem'), warnings: count('warning'), unseen: count('unseen') };
      await answer(cli, { ok, as, ...counts, skipped: count('skipped'), checks: findings });
    } else {
      await tell(findings, args['all'] === true, cli);
      await cli.out(verdict(findings.length, count));
    }
    const strict = args['strict'] === true;
    return ok && !(strict && count('warning') > 0) ? 0 : problemsFound;
  },
};

const order: readonly Finding['level'][] = ['problem', 'warning', 'unseen', 'skipped', 'ok'];

/** What needs somebody, the worst first, as blocks: a hint is a sentence and fits into no cell. */
async function tell(findings: readonly Finding[], all: boolean, cli: Cli): Promise<void> {
  for (const level of order.slice(0, 2)) {
    for (const one of findings.filter((finding) => finding.level === level)) {
      const more = one.broken > 3 ? ', …' : '';
      await cli.out(`${level.toUpperCase()}  ${one.check} (${plural(one.broken, 'exception')}).\n`);
      await cli.out(`  ${clean(one.found)}${more}\n  ${one.hint}\n`);
    }
  }
  const rest = findings.filter(({ level }) => level === 'unseen' || (all && !order.slice(0, 2).includes(level)));
  if (rest.length === 0) return;
  const rows = rest.map(({ level, check, hint }) => ({ level, check, hint }));
  await cli.out(
    await rowsAsTable(
      rows,
      [
        { key: 'level', label: 'State' },
        { key: 'check', label: 'Check' },
        { key: 'hint', label: 'Hint' },
      ],
      cli,
    ),
  );
}

function verdict(total: number, count: (level: Finding['level']) => number): string {
  const parts = [
    [count('problem'), 'problem'],
    [count('warning'), 'warning'],
  ] as const;
  const bad = parts
    .filter(([number]) => number > 0)
    .map(([number, word]) => `${number} ${word}${number > 1 ? 's' : ''}`);
  const looked = total - count('unseen') - count('skipped');
  const out = [
    ...(count('unseen') > 0 ? [`${count('unseen')} could not be seen`] : []),
    ...(count('skipped') > 0 ? [`${count('skipped')} need --full`] : []),
  ];
  const scope = `${looked} of ${total} checks${out.length > 0 ? `, ${out.join(', ')}` : ''}`;
  return bad.length === 0 ? `All is well (${scope}).\n` : `${bad.join(' and ')} (${scope}).\n`;
}
