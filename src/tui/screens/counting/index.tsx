import { useEffect, useMemo, type ReactElement } from 'react';
import * as z from 'zod';
import { list } from '../../../operations/counts/list.ts';
import { scan } from '../../../operations/counts/scan.ts';
import { show } from '../../../operations/counts/show.ts';
import { page } from '../../../operations/listing.ts';
import { run } from '../../../operations/operation.ts';
import { useApp, useBell } from '../../app/hooks.ts';
import { screen, type ScreenProps } from '../../app/screen.ts';
import { openCount } from '../../app/stock/open-count.ts';
import { elsewhere, lookUpCodes, tallyOf, type Work } from '../../app/tally/tallies.ts';
import type { Caller } from '../../app/ongoing.ts';
import { TallyScreen } from '../../app/tally/TallyScreen.tsx';

type CountingParams = Readonly<{ count?: string | undefined }>;

/** Pieces are counted where they lie; what was scanned is added to the sheet of the count in one go. */
const counting = (call: Caller): Work => ({
  places: async () => {
    const { rows } = await page(list, { limit: 200, filter: 'status:OPEN' }, call);
    return rows.map((row) => {
      const about = [String(row['warehouse']), row['note'], row['blind'] === true ? 'blind' : null];
      return { code: String(row['count_number']), name: about.filter(Boolean).join(', ') };
    });
  },
  lookUp: async (codes, count) => {
    // Two reads: which of the codes stand on the sheet is known once it is known which SKUs they are.
    const found = await lookUpCodes(call, codes, () => ({ onHand: undefined }));
    const skus = Object.values(found).flatMap((one) => (one.state === 'known' ? [one.sku] : []));
    if (skus.length === 0) return found;
    const { output: sheet } = await run(show, { count, skus, limit: skus.length }, call);
    const lines = new Map(sheet.rows.map((line) => [line.sku, line]));
    return lookUpCodes(call, codes, (article) => {
      const line = lines.get(article.sku);
      const here = article.stock.find((one) => one.warehouse === sheet.warehouse)?.quantity ?? 0;
      const other = elsewhere(article, sheet.warehouse);
      const odd = !line && here === 0 && other !== '' ? `not kept in ${sheet.warehouse}, but ${other}` : undefined;
      return {
        onHand: sheet.blind ? undefined : (line?.expected ?? here),
        counted: line?.counted ?? 0,
        ...(odd !== undefined && { note: odd }),
      };
    });
  },
  commit: ({ operationId, place, lines }) => run(scan, { count: place, lines: [...lines] }, { ...call, operationId }),
});

function Counting({ params, ...props }: ScreenProps<CountingParams>): ReactElement {
  const app = useApp();
  const bell = useBell();
  const tally = useMemo(() => tallyOf(app, 'count', counting, bell), [app, bell]);
  const extras = useMemo(
    () => ({ openPlace: () => openCount(app), sheet: (count: string) => app.navigate('count', { count }) }),
    [app],
  );
  const { count } = params;
  useEffect(() => {
    if (count !== undefined) tally.dispatch({ kind: 'begin', code: count });
    // Sheets were opened and closed since somebody last counted here.
    tally.reload();
  }, [tally, count]);
  return <TallyScreen tally={tally} extras={extras} {...props} />;
}

export const countingScreen = screen<CountingParams>({
  name: 'counting',
  title: ({ count }) => (count === undefined ? 'Count' : `Count ${count}`),
  words: ['count stock', 'cycle count', 'scan count'],
  permission: 'stock:write',
  component: Counting,
  params: z.object({ count: z.string().optional() }),
  twin: ({ count }) => (count === undefined ? 'counts list --status OPEN' : `counts show ${count}`),
});
