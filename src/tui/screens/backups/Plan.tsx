import type { ReactElement } from 'react';
import { restorePlan } from '../../../operations/backup/restore-plan.ts';
import { window } from '../../../operations/backup/window.ts';
import { DetailScreen } from '../../app/DetailScreen.tsx';
import type { ScreenProps } from '../../app/screen.ts';
import { planRows, windowRows } from './format.ts';

export type PlanParams = Readonly<{ at?: string | undefined; in_place?: 'yes' | undefined }>;
type NoParams = Readonly<Record<string, never>>;

const tables: readonly string[] = [];

export function Plan({ params, active, width, height }: ScreenProps<PlanParams>): ReactElement {
  const { at, in_place: inPlace } = params;
  return (
    <DetailScreen
      operation={restorePlan}
      input={{ ...(at === undefined ? {} : { at }), in_place: inPlace === 'yes' }}
      tables={tables}
      noun="plan"
      active={active}
      width={width}
      height={height}
      rows={planRows}
      copies={({ steps }) => ({
        'all commands': steps.map(({ command }) => command).join('\n'),
        ...Object.fromEntries(steps.map(({ what, command }, index) => [`${index + 1}. ${what}`, command])),
      })}
    />
  );
}

export function Window({ active, width, height }: ScreenProps<NoParams>): ReactElement {
  return (
    <DetailScreen
      operation={window}
      input={{}}
      tables={tables}
      noun="window"
      active={active}
      width={width}
      height={height}
      rows={windowRows}
    />
  );
}
