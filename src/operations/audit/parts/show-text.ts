import { clean } from '../../../domain/display.ts';
import { clock } from '../../../domain/time.ts';
import type { OperationShown } from '../show.ts';

const short = 200;

/** A value on one line; what customers typed cannot reach the terminal as commands. */
export function toldValue(value: unknown): string {
  if (value === null || value === undefined || value === '') return '(empty)';
  const text = clean(typeof value === 'string' ? value.slice(0, 4 * short) : JSON.stringify(value));
  return text.length > short ? `${text.slice(0, short)}…` : text;
}

/** For people: who did it, then every record with what changed in it, then whether it can be undone. */
export function toldOperation(shown: OperationShown): string {
  const { operation, person, changed_at, reason, client, rows, more } = shown;
  const through = client?.['face'] ? `, ${client['face']}` : '';
  const head = [
    clean(`${operation ?? 'A change'} by ${person ?? 'nobody of the staff'}, ${clock(changed_at)}${through}`),
    ...(reason === null ? [] : [`Reason: ${toldValue(reason)}`]),
  ];
  const records = rows.map(({ action, table_name, record, record_id, fields }) => {
    const widest = Math.max(0, ...fields.map(({ field }) => field.length));
    const lines = fields.map(({ field, from, to }) => {
      const change = action === 'UPDATE' ? `${toldValue(from)} → ${toldValue(to)}` : toldValue(to ?? from);
      return `  ${field.padEnd(widest)}  ${change}`;
    });
    return [clean(`${action} ${table_name} ${record ?? record_id}`), ...lines].join('\n');
  });
  const rest = more ? ['There are more: --limit shows them.'] : [];
  return `${[head.join('\n'), ...records, ...rest, undoOf(shown)].join('\n\n')}\n`;
}

function undoOf({ operation_id, undoes, undone_through, undone_by, undo_refusal }: OperationShown): string {
  const of = undoes === null ? [] : [`It put back operation ${undoes}.`];
  if (undo_refusal !== null) return [...of, undo_refusal].join('\n');
  if (undone_through !== null)
    return [...of, `Undone by ${undone_by ?? 'somebody'} through ${undone_through}.`].join('\n');
  return [...of, `To undo it: solemate audit undo ${operation_id}`].join('\n');
}
