import { runChaos, type ChaosReport } from '../../test/trust/chaos/chaos.ts';
import type { Claim } from '../claim.ts';

const clients = 64;
const processes = 8;

export const claim: Claim = {
  title: `${clients} clients, random operations, clients, sessions and the server killed with -9 along the way`,
  goal: 'afterwards everything adds up; every acknowledged operation is there exactly once, every other once or not at all',
  async run({ seconds }, say) {
    const times = (every: number) => Math.max(1, Math.round(seconds / every));
    const kills = { server: times(40), clients: times(8), session: times(60), terminations: times(3) };
    const report = await runChaos({ clients, processes, seconds, kills, say });
    const wrong = [...report.told.wrong, ...report.verdict.broken, ...report.broken];
    for (const one of wrong) say(one.slice(0, 600));
    const { verdict, told, happened, deadlocks, refunds } = report;
    const rows = Object.entries(told.byOperation)
      .sort(([, one], [, other]) => other - one)
      .map(([operation, acknowledged]) => ({ operation, acknowledged }));
    return {
      facts: {
        seconds,
        clients,
        processes,
        operations_per_second: Math.round(verdict.acknowledged / report.seconds),
        server_killed: happened.server,
        clients_killed: happened.clients,
        sessions_killed: happened.session,
        sessions_terminated: happened.terminated,
        acknowledged_and_there_once: verdict.acknowledged,
        unanswered_and_there_once: verdict.unheardDone,
        unanswered_and_not_there: verdict.unheardNotDone,
        refused_and_not_there: verdict.refused,
        answered: answers(report),
        deadlocks_nobody_heard_of: deadlocks,
        refunds: refunds.completed,
        money_back: refunds.money,
        refunds_finished_by_reconcile: refunds.reconciled,
      },
      rows,
      verdict:
        wrong.length === 0
          ? 'Met: nothing lost, nothing twice, everything adds up.'
          : `Not met: ${wrong.length} things are wrong.`,
    };
  },
};

const answers = ({ told }: ChaosReport): string =>
  Object.entries(told.counts)
    .map(([code, times]) => `${times} ${code.replaceAll('_', ' ')}`)
    .join(', ');
