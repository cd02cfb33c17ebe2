import { useEffect, useMemo, type ReactElement } from 'react';
import { useShell } from '../../app/context.ts';
import { useActions, useApp, useBell, useDigits, useKeys, useScan, useValue } from '../../app/hooks.ts';
import type { ScreenProps } from '../../app/screen.ts';
import { Rows } from '../../widgets/Rows.tsx';
import { fulfilActions, fulfilActs } from './acts.ts';
import { fulfilRows } from './format.ts';
import { enterWord, phaseOf } from './model.ts';
import { fulfilmentOf } from './outside.ts';
import { canUndo } from './state.ts';

export type FulfilParams = Readonly<Record<string, never>>;

/** Pick, pack and ship with a scanner and digits: what keys mean is in acts.ts, what happens then in state.ts. */
export function Fulfil({ active, width, height }: ScreenProps<FulfilParams>): ReactElement {
  const app = useApp();
  const shell = useShell();
  // A worker looks at the shelf: what is wrong is heard as well.
  const signalBad = useBell();
  const picking = useMemo(() => fulfilmentOf(app, { signalBad, busy: shell.busy }), [app, signalBad, shell]);
  const state = useValue(picking.state);
  const acts = useMemo(() => fulfilActs(app, picking), [app, picking]);
  const { theme } = app;
  const rows = useMemo(() => fulfilRows(state, { width, height, theme }), [state, width, height, theme]);

  useEffect(() => {
    picking.look();
    const stopChanges = shell.onChange(({ table }) => {
      if (table === 'orders') picking.look();
    });
    const stopRefreshes = shell.refreshes.subscribe(picking.look);
    return () => {
      stopChanges();
      stopRefreshes();
    };
  }, [shell, picking]);

  const enabled = { enabled: active };
  const phase = phaseOf(state);
  useScan(acts.scan, enabled);
  useDigits(acts.digit, enabled);
  useKeys(
    'detail',
    {
      choose: acts.enter,
      ...(phase === 'pick' ? { 'scroll.down': acts.down, 'scroll.up': acts.up } : {}),
    },
    { ...enabled, labels: { choose: enterWord(state) } },
  );
  useKeys(
    'fulfil',
    {
      'fulfil.rub': acts.rub,
      'fulfil.type': acts.type,
      'fulfil.warehouse': acts.warehouse,
      ...(phase === 'pick' ? { 'fulfil.short': acts.short } : {}),
      ...(phase === 'label' ? { 'fulfil.carrier': acts.carrier } : {}),
      ...(phase === 'pack' || phase === 'label' ? { 'fulfil.later': acts.later, 'fulfil.open': acts.open } : {}),
    },
    enabled,
  );
  useKeys(
    'app',
    { undo: acts.undo, back: acts.escape },
    {
      ...enabled,
      labels: canUndo(state) ? {} : { undo: '' },
    },
  );
  useActions(() => fulfilActions(picking.state.get(), acts));
  return <Rows rows={rows} />;
}
