import { InvalidInput } from '../domain/errors.ts';
import { formatFilter, type FilterOperator } from '../domain/filter.ts';
import { permissions } from '../domain/permissions.ts';
import { listDocument, listPages, pageOfAll } from '../operations/list-export.ts';
import {
  bestFirst,
  sortNames,
  type ColumnType,
  type Listing,
  type ListFilter,
  type Page,
  type PageRequest,
} from '../operations/listing.ts';
import {
  kebab,
  switchFlag,
  textFlag,
  wordsOf,
  type Arguments,
  type Command,
  type Flag,
  type Shape,
} from './command.ts';
import type { Cli } from './context.ts';
import { rowsAsTable } from './output/human.ts';

/** The command of a list: a flag for each of its filters, and the pages. */
export function listingCommand(listing: Listing): Command {
  return {
    path: wordsOf(listing.name),
    summary: listing.summary,
    examples: listing.examples,
    roles: permissions[listing.permission],
    columns: Object.keys(listing.columns),
    shape: () => shapeOfList(listing),
    run: async (args, cli) => {
      const request = readRequest(listing, args);
      const all = args['all'] === true;
      const csv = args['csv'] === true;
      if (all && !csv && !cli.globals.json) throw new InvalidInput('--all needs --csv or --json.');
      if (csv && cli.globals.json) throw new InvalidInput('--csv and --json exclude each other.');
      const listed = cli.signedIn(async ({ database }, actor) => {
        let found = 0;
        async function* counted(): AsyncIterable<Page> {
          for await (const one of listPages(listing, request, { database, actor, signal: cli.io.signal }, all)) {
            found += one.rows.length;
            yield one;
          }
        }
        if (csv || cli.globals.json) {
          for await (const piece of listDocument(listing, csv ? 'csv' : 'json', counted())) await cli.out(piece);
        } else for await (const one of counted()) await printTable(listing, one, cli);
        return args['check'] === true && found > 0 ? 3 : 0;
      });
      return listed.catch((error: unknown) => {
        throw asTyped(error, args);
      });
    },
  };
}

/** Who typed `--status LOST` wrote no "status:LOST": what is wrong is told of the flag. */
function asTyped(error: unknown, args: Arguments): unknown {
  if (!(error instanceof InvalidInput) || typeof error.details['key'] !== 'string') return error;
  const flag = kebab(error.details['key']);
  if (typeof args[flag] !== 'string') return error;
  const message = error.message.replace(/^"[a-z_]+:([^"]*)"/u, (_word, value: string) =>
    value === '' ? `--${flag}` : `--${flag} "${value}"`,
  );
  return new InvalidInput(message, {
    cause: error,
    details: error.details,
    ...(error.hint !== undefined && { hint: error.hint }),
  });
}

function shapeOfList(listing: Listing): Shape {
  const filters = Object.entries(listing.filters).map(([key, filter]) => filterFlag(key, filter));
  const sorts = sortNames(listing);
  return {
    flags: [
      ...filters,
      textFlag('filter', `the filter language, e.g. "${exampleFilter(listing)}"`),
      textFlag('sort', 'order of the rows', {
        values: sorts,
        fallback: listing.relevance
          ? `${listing.defaultSort}; ${bestFirst} where words are searched`
          : listing.defaultSort,
      }),
      textFlag('limit', 'rows of one page, 1 to 1000', { fallback: '50' }),
      textFlag('after', 'the page after this one: "next" of --json'),
      switchFlag('all', 'every page; needs --csv or --json'),
      switchFlag('csv', 'print CSV (RFC 4180)'),
      ...(listing.waiting ? [switchFlag('check', 'exit with 3 when anything is listed, for cron')] : []),
    ],
    positionals: listing.search ? [{ name: 'words', kind: 'list', summary: 'words to search for' }] : [],
    variadic: true,
  };
}

function filterFlag(key: string, filter: ListFilter): Flag {
  const compare =
    filter.operators?.length && !/[<>]/u.test(filter.help) ? ` (may begin with ${filter.operators.join(' ')})` : '';
  const shape = filter.type === 'age' && !/\d/u.test(filter.help) ? ', e.g. 7d, 36h or 2026-01-31' : '';
  const values = filter.type === 'boolean' ? ['yes', 'no'] : filter.values;
  return textFlag(kebab(key), `${filter.help}${shape}${compare}`, values ? { values } : {});
}

function exampleFilter(listing: Listing): string {
  const [key, filter] = Object.entries(listing.filters)[0] ?? [];
  return key === undefined ? 'words' : `${key}:${filter?.values?.[0] ?? '…'}`;
}

function readRequest(listing: Listing, args: Arguments): PageRequest {
  const text = (name: string) => (typeof args[name] === 'string' ? args[name] : undefined);
  const terms = Object.keys(listing.filters).flatMap((key) => {
    const typed = text(kebab(key));
    if (typed === undefined) return [];
    const [, operator = '=', value = ''] = /^(>=|<=|!=|>|<|=)?(.*)$/su.exec(typed) ?? [];
    return [{ key, operator: operator as FilterOperator, value }];
  });
  const words = Array.isArray(args['words']) ? args['words'].join(' ') : '';
  const filter = [formatFilter({ terms, text: '' }), text('filter'), words].filter(Boolean).join(' ');
  const limit = text('limit');
  if (limit !== undefined && !(/^\d{1,4}$/u.test(limit) && Number(limit) >= 1 && Number(limit) <= 1000)) {
    throw new InvalidInput(`--limit "${limit.slice(0, 40)}" is no number from 1 to 1000.`);
  }
  const sort = text('sort');
  const after = text('after');
  return {
    limit: limit === undefined ? (args['all'] === true ? pageOfAll : 50) : Number(limit),
    ...(filter !== '' && { filter }),
    ...(sort !== undefined && { sort }),
    ...(after !== undefined && { after }),
  };
}

const rightAligned: readonly ColumnType[] = ['money', 'integer'];

/** The id stays out of the table where a row has a better name that commands take as well. */
const names = /(^|_)(number|sku|code|email|slug)$/u;

const handleLength = 8;

async function printTable(listing: Listing, { rows, next }: Page, cli: Cli): Promise<void> {
  const every = Object.entries(listing.columns);
  const handles = every.filter(([, { handle }]) => handle === true);
  const named = handles.length > 0 || every.some(([key]) => names.test(key));
  const plain = every.filter(([key, { type, handle }]) => !handle && (type !== 'id' || (key === 'id' && !named)));
  const columns = [...handles, ...plain].map(([key, { label, type }]) => ({
    key,
    label,
    right: rightAligned.includes(type),
  }));
  const shortened = rows.map((row) => ({
    ...row,
    ...Object.fromEntries(handles.map(([key]) => [key, String(row[key] ?? '').slice(0, handleLength)])),
  }));
  if (rows.length === 0) await cli.out('Nothing found.\n');
  else await cli.out(await rowsAsTable(shortened, columns, cli));
  if (next !== null) await cli.note(`More: add --after ${next}`);
}
