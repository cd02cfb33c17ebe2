import { basename } from 'node:path';
import { Interrupted } from '../../../domain/errors.ts';
import { showNumber } from '../../../domain/locale.ts';
import { listDocument, listPages, pageOfAll, type ExportFormat } from '../../../operations/list-export.ts';
import type { Listing, Page } from '../../../operations/listing.ts';
import { writeWhole } from '../../../platform/output-file.ts';
import { confirm, pick, prompt } from '../asking.ts';
import type { ListParams } from '../list-params.ts';
import { askPlace } from '../save.ts';
import type { ConfirmRequest, PromptRequest } from '../screen.ts';
import type { Shell } from '../shell.ts';
import { withPanel } from '../WorkPanel.tsx';
import type { List } from './list.ts';
import { markedRows } from './view.ts';

interface Wanted {
  readonly format: ExportFormat;
  readonly marked: boolean;
}

type Pages = AsyncIterable<Pick<Page, 'rows' | 'next'>>;

/**
 * `E`: exactly what the filter means, in the order of the list, with every column, as the command line's `--all --csv`
 * or `--all --json` writes it; or the marked rows. Into a file that is there whole or not at all.
 */
export async function exportList(shell: Shell, listing: Listing, query: ListParams, list: List): Promise<void> {
  const wanted = await pick<Wanted>(shell, { title: 'Export', choices: choices(list) });
  if (!wanted) return;
  const file = await askFile(shell, listing, wanted.format);
  if (file === undefined) return;
  let written = 0;
  const done = await withPanel(shell, {
    title: `Export to ${basename(file)}`,
    stopped: 'Stopped; no file was written.',
    run: (signal, tell) => {
      const counted = async function* (): Pages {
        for await (const one of pagesOf(shell, listing, query, list, wanted, signal)) {
          if (signal.aborted) throw new Interrupted('Stopped.');
          yield one;
          written += one.rows.length;
          tell(`${showNumber(written)} rows`);
        }
      };
      return writeWhole(file, async (put) => {
        for await (const piece of listDocument(listing, wanted.format, counted())) await put(piece);
        return true;
      });
    },
  });
  if (done) shell.toast('ok', `${showNumber(written)} ${written === 1 ? 'row' : 'rows'} written to ${file}.`);
}

function choices(list: List) {
  const { total, marks, whole } = list.state.get();
  const all = total ? `${total.exact ? '' : 'about '}${showNumber(total.rows)} rows` : 'every page';
  const every = [
    { value: { format: 'csv', marked: false } as const, label: 'CSV of all that match', hint: all },
    { value: { format: 'json', marked: false } as const, label: 'JSON of all that match', hint: all },
  ];
  if (marks.size === 0 || whole) return every;
  return [
    ...every,
    { value: { format: 'csv', marked: true } as const, label: 'CSV of the marked rows', hint: `${marks.size}` },
    { value: { format: 'json', marked: true } as const, label: 'JSON of the marked rows', hint: `${marks.size}` },
  ];
}

function askFile(shell: Shell, listing: Listing, format: ExportFormat): Promise<string | undefined> {
  const minute = new Date().toISOString().slice(0, 16).replace(':', '').replace('T', '-');
  const asking = {
    prompt: (request: PromptRequest) => prompt(shell, request),
    confirm: (request: ConfirmRequest) => confirm(shell, request),
  };
  return askPlace(asking, 'Export to a file', `${listing.name.split('.')[0] ?? 'list'}-${minute}.${format}`);
}

function pagesOf(
  shell: Shell,
  listing: Listing,
  { filter, sort }: ListParams,
  list: List,
  { marked }: Wanted,
  signal: AbortSignal,
): Pages {
  if (marked) return onePage(list);
  const actor = shell.actor.get();
  if (!actor) throw new Error('Nobody is signed in.');
  const request = { limit: pageOfAll, ...(filter !== undefined && { filter }), ...(sort !== undefined && { sort }) };
  return listPages(listing, request, { database: shell.store.database, actor, signal }, true);
}

async function* onePage(list: List): Pages {
  yield await Promise.resolve({ rows: markedRows(list.state.get()), next: null });
}
