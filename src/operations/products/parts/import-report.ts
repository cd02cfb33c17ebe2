import { plural } from '../../../domain/plural.ts';
import type { RowNote } from '../../../domain/shopify/report.ts';
import type { MadeSku } from './import-plan.ts';
import type { Written } from './import-writes.ts';

/** The lists hold the first thousand, the counts all. `row` counts as a spreadsheet does, `line` as an editor does. */
export interface ImportReport extends Readonly<Written> {
  readonly file: string;
  readonly format: 'solemate' | 'shopify';
  /** Rows of the file without its header and blank ones. */
  readonly rows: number;
  readonly brands_created: number;
  readonly categories_created: number;
  readonly skipped_count: number;
  readonly skipped: readonly RowNote[];
  readonly warning_count: number;
  readonly warnings: readonly RowNote[];
  readonly made_sku_count: number;
  readonly made_skus: readonly MadeSku[];
  /** Problems of products that were left out; only with `partial`. All of them, up to 100,000. */
  readonly rejected_count: number;
  readonly rejected: readonly RowNote[];
}

export function importSentence(report: ImportReport): string {
  const { products_created, products_updated, variants_created, images, rows, skipped_count, units_restocked } = report;
  const parts = [
    `${plural(products_created, 'product')} with ${plural(variants_created, 'variant')} and ${plural(images, 'picture')} made from ${plural(rows, 'row')}`,
    ...(products_updated > 0 ? [`${products_updated} changed`] : []),
    ...(skipped_count > 0 ? [`${skipped_count} skipped`] : []),
    ...(report.rejected_count > 0 ? [`${plural(report.rejected_count, 'problem')} left out`] : []),
    units_restocked > 0 ? `${plural(units_restocked, 'piece')} taken into stock` : 'no stock taken in',
  ];
  return `${parts.join(', ')}.`;
}
