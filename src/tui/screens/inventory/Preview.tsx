import { useMemo, type ReactElement } from 'react';
import { fit } from '../../../domain/display.ts';
import { ledger } from '../../../operations/inventory/ledger.ts';
import type { StockCard } from '../../../operations/inventory/parts/ledger-types.ts';
import { useApp, useOperationData } from '../../app/hooks.ts';
import type { StockPlace } from '../../app/stock/acts.ts';
import { movementChange, movementReason } from '../../app/stock/movements.ts';
import { Rows } from '../../widgets/Rows.tsx';
import { Loading } from '../../widgets/small.tsx';
import type { Theme } from '../../theme/theme.ts';
import { paintLine } from '../../widgets/spans.ts';

export interface PreviewProps {
  readonly place: StockPlace;
  readonly width: number;
  readonly height: number;
}

/** The last movements of the row under the cursor. */
export function Preview({ place, width, height }: PreviewProps): ReactElement {
  const { theme } = useApp();
  const { sku, warehouse } = place;
  const limit = Math.max(1, height - 2);
  const { data, error } = useOperationData(ledger, { sku, warehouse, limit }, { tables: ['inventory'] });
  const rows = useMemo(() => (data ? previewRows(data, width, theme) : []), [data, width, theme]);
  if (data) return <Rows rows={rows} />;
  return error === undefined ? (
    <Loading />
  ) : (
    <Rows rows={[theme.paint('dim', ' Its movements could not be loaded.')]} />
  );
}

export function previewRows(card: StockCard, width: number, theme: Theme): readonly string[] {
  const { dot, ellipsis } = theme.glyphs;
  const head = ` ${card.sku} ${dot} ${card.warehouse} ${dot} ${card.quantity} there, ${card.reserved} reserved`;
  const lines = card.rows.map((row) => {
    const text = [
      fit(row.created_at.slice(5, width < 60 ? 10 : 16).replace('T', ' '), width < 60 ? 6 : 12),
      fit(row.type, 12),
      fit(movementChange(row), 6, 'right'),
      fit(String(row.quantity_after), 7, 'right'),
      `  ${movementReason(row) || (row.actor ?? '')}`,
    ].join('');
    return paintLine([` ${fit(text, Math.max(width - 1, 0), 'left', ellipsis)}`], width, theme);
  });
  const none = card.rows.length === 0 ? [theme.paint('dim', ' Nothing ever moved here.')] : [];
  return [paintLine([['strong', head]], width, theme), ...lines, ...none];
}
