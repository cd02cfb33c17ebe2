import type { RowNote } from '../../../domain/shopify/report.ts';
import type { ImportReport } from '../../../operations/products/parts/import-report.ts';
import type { Column } from '../../widgets/table.ts';
import type { Tone } from '../../theme/theme.ts';

export type NoteKind = 'rejected' | 'warning' | 'skipped' | 'SKU made';

export interface NoteLine {
  readonly id: string;
  readonly kind: NoteKind;
  readonly where: string;
  readonly handle: string;
  readonly reason: string;
}

const tones: Readonly<Record<NoteKind, Tone>> = {
  rejected: 'bad',
  warning: 'waiting',
  skipped: 'dim',
  'SKU made': 'accent',
};

/** What was seen in the file, row by row; what stands in the way first. */
export function noteLines(report: ImportReport): readonly NoteLine[] {
  const of = (kind: NoteKind, notes: readonly RowNote[]) =>
    notes.map((note, index): NoteLine => ({
      id: `${kind} ${index}`,
      kind,
      where: [note.row === undefined ? '' : `row ${note.row}`, note.column].filter(Boolean).join(', '),
      handle: note.handle ?? '',
      reason: note.reason,
    }));
  const made = report.made_skus.map((one, index): NoteLine => ({
    id: `made ${index}`,
    kind: 'SKU made',
    where: `row ${one.row}`,
    handle: one.handle,
    reason: `its variant had no SKU and gets ${one.sku}`,
  }));
  return [
    ...of('rejected', report.rejected),
    ...of('warning', report.warnings),
    ...of('skipped', report.skipped),
    ...made,
  ];
}

export const columns: readonly Column<NoteLine>[] = [
  {
    key: 'kind',
    label: 'What',
    width: 11,
    priority: 1,
    cell: ({ kind }, { glyphs }) => ({
      text: `${kind === 'rejected' ? glyphs.bad : kind === 'warning' ? glyphs.warning : glyphs.info} ${kind}`,
      tone: tones[kind],
    }),
  },
  { key: 'where', label: 'Where', width: 24, min: 8, priority: 3, cell: ({ where }) => where },
  { key: 'handle', label: 'Product', width: 20, min: 8, priority: 4, cell: ({ handle }) => handle },
  { key: 'reason', label: 'Why', width: 40, min: 14, grow: 120, priority: 2, cell: ({ reason }) => reason },
];
