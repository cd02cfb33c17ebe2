import type { HistoryRow, ProductHistory } from '../../../operations/products/history.ts';
import { revert } from '../../../operations/products/revert.ts';
import { shortTime } from '../../app/cells.ts';
import { denied } from '../../app/denied.ts';
import type { DetailFrame, DetailRow } from '../../app/DetailScreen.tsx';
import { bringBack } from '../../app/products/revert.ts';
import { offer } from '../../app/actions.ts';
import type { AppApi } from '../../app/screen.ts';
import { cell } from '../../widgets/beside.ts';
import { paintLine, type Spans } from '../../widgets/spans.ts';

/** Who changed what when, newest first; a line of the product itself can be compared and brought back. */
export function historyRows(app: AppApi) {
  return (history: ProductHistory, { width, theme }: DetailFrame): readonly DetailRow[] => {
    const wide = width >= 80;
    return history.rows.map((row) => {
      const spans: Spans = [
        ['strong', ` ${row.version === null ? '   ' : `v${row.version}`.padEnd(3)} `],
        ['dim', wide ? shortTime(row.at) : row.at.slice(5, 10)],
        ' ',
        cell('plain', row.by ?? 'the shop', wide ? 22 : 10, theme),
        ' ',
        ...(row.what === 'product' ? [] : [['accent', `${row.what} ${row.name} `] as const]),
        row.changed === '' ? ['good', row.action] : row.changed,
        ['dim', row.reason === null ? '' : `  (${row.reason})`],
      ];
      const text = paintLine(spans, width, theme);
      const { version } = row;
      return version === null ? text : { text, open: () => actOnVersion(app, history, row, version) };
    });
  };
}

function actOnVersion(app: AppApi, { sku, rows, version: now }: ProductHistory, row: HistoryRow, version: number) {
  const others = rows.flatMap((one) => (one.version === null || one.version === version ? [] : [one]));
  const before = others.find((one) => (one.version ?? 0) < version);
  const compare = (from: number, to?: number) =>
    app.navigate('product-diff', { product: sku, from: String(from), ...(to === undefined ? {} : { to: String(to) }) });
  return offer(app, `${sku} version ${version}, ${shortTime(row.at)}`, [
    {
      label: 'Compare with now',
      hint: `version ${now}`,
      disabled: version === now ? 'it is how it is now' : undefined,
      run: () => compare(version),
    },
    {
      label: 'What it changed',
      hint: before ? `from version ${before.version ?? ''}` : '',
      disabled: before ? undefined : 'it is the first',
      run: () => before?.version && compare(before.version, version),
    },
    {
      label: 'Compare with another version',
      disabled: others.length > 0 ? undefined : 'there is no other',
      run: async () => {
        const other = await app.pick({
          title: `Compare version ${version} with`,
          choices: others.map((one) => ({
            value: one.version ?? 0,
            label: `version ${one.version ?? ''}`,
            hint: `${shortTime(one.at)}  ${one.changed}`,
          })),
        });
        if (other !== undefined) compare(Math.min(other, version), Math.max(other, version));
      },
    },
    {
      label: `Bring back version ${version}`,
      hint: 'as a new version; nothing of the history goes away',
      disabled: denied(app.actor, revert) ?? (version === now ? 'it is how it is now' : undefined),
      danger: true,
      run: () => bringBack(app, sku, version),
    },
  ]);
}
