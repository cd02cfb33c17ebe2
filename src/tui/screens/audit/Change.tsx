import { useCallback, type ReactElement } from 'react';
import { commandName } from '../../../domain/command-name.ts';
import { plural } from '../../../domain/plural.ts';
import { list } from '../../../operations/audit/list.ts';
import { show, type OperationShown } from '../../../operations/audit/show.ts';
import { undo } from '../../../operations/audit/undo.ts';
import { denied } from '../../app/denied.ts';
import { DetailScreen, type DetailFrame } from '../../app/DetailScreen.tsx';
import { useApp } from '../../app/hooks.ts';
import type { AppApi, ScreenAction, ScreenProps } from '../../app/screen.ts';
import { changeRows, undoSentence, type OpenRecord } from './diff.ts';
import { recordTarget } from './record.ts';

export type ChangeParams = Readonly<{ operation: string }>;

/** Whatever an undo touches. */
const tables = ['products', 'product_variants', 'reviews', 'promo_codes', 'inventory', 'brands', 'categories'];

/** Asks, says what goes back, and undoes it as an operation of its own. */
function takeBack(app: AppApi, shown: OperationShown): Promise<unknown> {
  const consequences = [
    `${plural(shown.rows.length, 'record')}${shown.more ? ' and more' : ''} will be as before ${shown.operation ?? 'it'}.`,
    'It is refused when something was built on it since.',
    'The undo stands in the audit log and can be undone itself.',
  ];
  return app.runOperation(undo, { operation: shown.operation_id }, { consequences });
}

function changeActions(app: AppApi, shown: OperationShown): readonly ScreenAction[] {
  const { can, text } = undoSentence(shown);
  const [first] = shown.rows;
  const record = first?.record ?? first?.record_id;
  const person = shown.person;
  const through = shown.undone_through;
  return [
    {
      label: 'Undo all of it',
      key: 'undo',
      hint: 'as an operation of its own, which is audited',
      disabled: denied(app.actor, undo) ?? (can ? undefined : text),
      run: () => takeBack(app, shown),
    },
    ...(through === null
      ? []
      : [{ label: 'Show what undid it', run: () => app.navigate('change', { operation: through }) }]),
    {
      label: record === undefined ? 'All changes of this record' : `All changes of ${record}`,
      disabled: first ? undefined : 'it changed no record',
      run: () => first && app.navigate('audit', { filter: `record:${first.record_id}` }),
    },
    {
      label: person === null ? 'All by this person' : `All by ${person}`,
      disabled: person === null ? 'it was nobody of the staff' : undefined,
      run: () => person !== null && app.navigate('audit', { filter: `person:${JSON.stringify(person)}` }),
    },
  ];
}

/** `orders cancel SM-2026-000123`: what was done, and to what. */
function titleOf({ operation, rows }: OperationShown): string {
  const [first] = rows;
  return [operation ? commandName(operation) : 'a change', first?.record].filter(Boolean).join(' ');
}

/** All that one operation changed, before and after, and its undo. */
export function Change({ params, active, width, height }: ScreenProps<ChangeParams>): ReactElement {
  const app = useApp();
  const { navigate } = app;
  const rows = useCallback(
    (shown: OperationShown, frame: DetailFrame) => {
      const openOf: OpenRecord = (row, operation) => {
        const target = recordTarget(row, operation);
        return target && (() => navigate(target.screen, target.params));
      };
      return changeRows(shown, frame, openOf);
    },
    [navigate],
  );
  return (
    <DetailScreen
      operation={show}
      input={{ operation: params.operation }}
      tables={tables}
      noun="operation"
      title={titleOf}
      active={active}
      width={width}
      height={height}
      rows={rows}
      actions={(shown) => changeActions(app, shown)}
      copies={(shown) => ({ 'operation id': shown.operation_id })}
      below={{ listing: list, params: (row) => ({ operation: String(row['operation_id'] ?? '') }) }}
    />
  );
}
