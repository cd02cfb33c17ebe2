import { restoreWords } from '../../../domain/backup/restore.ts';
import type { Route } from '../../../domain/backup/window.ts';
import type { PlanStep } from './types.ts';

export interface Place {
  /** `pgbackrest --stanza=main` */
  readonly tool: string;
  /** Directory of pg_ctl with a slash at its end; empty: it is in PATH. */
  readonly bin: string;
  readonly quote: (words: readonly string[]) => string;
}

/** An own port and socket directory, so that nobody takes the copy for the shop. */
const port = 54329;

const settingsOf = (directory: string): readonly string[] => [
  `port = ${port}`,
  "listen_addresses = ''",
  `unix_socket_directories = '${directory}'`,
  `hba_file = '${directory}/hba.conf'`,
  'archive_mode = off',
  'hot_standby = off',
  'max_connections = 20',
  'max_prepared_transactions = 100',
];

/** Beside the shop, which goes on: to look at, or to fetch rows from. */
export function besideSteps(route: Route, at: number | undefined, directory: string, place: Place): PlanStep[] {
  const { tool, bin, quote } = place;
  const data = `${directory}/data`;
  const psql = `psql -h ${quote([directory])} -p ${port} -U postgres -d postgres`;
  const ctl = `${bin}pg_ctl -D ${quote([data])}`;
  const lines = quote(settingsOf(directory));
  return [
    { what: 'Make a directory for it', command: `mkdir -m 700 ${quote([directory])} ${quote([data])}` },
    { what: 'Restore into it', command: `${tool} ${quote(restoreWords(route, at, { data }))}` },
    {
      what: 'Give it settings of its own',
      command: `printf '%s\\n' ${lines} > ${quote([`${directory}/own.conf`])} && echo 'local all all trust' > ${quote([`${directory}/hba.conf`])}`,
    },
    {
      what: 'Start it; it plays the WAL',
      command: `${ctl} -l ${quote([`${directory}/log`])} -o ${quote([`-c config_file=${directory}/own.conf`])} -W start`,
    },
    { what: 'Wait for the proof: it must say "recovered"', command: proof(psql, ctl, `${directory}/log`, quote) },
    { what: 'Look at it, or fetch rows with pg_dump --table', command: `${psql} -c '\\l'` },
    {
      what: 'When done, stop it and take it away',
      command: `${ctl} -m immediate stop && rm -rf ${quote([directory])}`,
    },
  ];
}

/** In the place of the shop, which is down meanwhile; what was there before is kept. */
export function inPlaceSteps(
  route: Route,
  at: number | undefined,
  data: string,
  start: string,
  place: Place,
): PlanStep[] {
  const { tool, bin, quote } = place;
  const before = `${data}.before-restore`;
  const ctl = `${bin}pg_ctl -D ${quote([data])}`;
  return [
    { what: 'Stop the shop', command: `${ctl} -m fast -w stop` },
    { what: 'Keep what is there', command: `mv ${quote([data])} ${quote([before])} && mkdir -m 700 ${quote([data])}` },
    { what: 'Restore', command: `${tool} ${quote(restoreWords(route, at, {}))}` },
    { what: 'Start it; it plays the WAL', command: start },
    {
      what: 'Wait for the proof: it must say "recovered"',
      command: proof('psql -d postgres', ctl, `${data}/log`, quote),
    },
    { what: 'Make a full backup of what the shop is now', command: `${tool} --type=full backup` },
    { what: 'When all is well, days later, free the space', command: `rm -rf ${quote([before])}` },
  ];
}

/** Restore and pg_ctl both end with 0 when the moment cannot be reached; the server dies after. */
function proof(psql: string, ctl: string, log: string, quote: Place['quote']): string {
  const asked = `"$(${psql} -Atc 'select pg_is_in_recovery()' 2>/dev/null)"`;
  return `until [ ${asked} = f ]; do ${ctl} status >/dev/null || { tail -5 ${quote([log])}; break; }; sleep 1; done; [ ${asked} = f ] && echo recovered`;
}
