import { useLayoutEffect, useRef, type ReactElement } from 'react';
import { useShell } from '../../app/context.ts';
import { useApp, useKeyLabel, useKeys, usePlaceValue, useValue } from '../../app/hooks.ts';
import type { ScreenProps } from '../../app/screen.ts';
import { Lines } from '../../widgets/Lines.tsx';
import { Empty } from '../../widgets/small.tsx';
import { connectLines } from './format.ts';
import { guide, unguided } from './guide.ts';

/** One's own database, step by step; the questions come by themselves when the page is opened. */
export function Connect({ active, width, height }: ScreenProps<Readonly<Record<string, never>>>): ReactElement {
  const app = useApp();
  const shell = useShell();
  const { firstRun } = shell.options;
  const state = usePlaceValue('guided', () => unguided);
  const guided = useValue(state);
  const key = useKeyLabel('choose');
  const begun = useRef(false);
  const begin = () => {
    if (firstRun && state.get().phase !== 'testing')
      void guide(app, { firstRun, busy: shell.busy }, state).catch(shell.fail);
  };
  useKeys('detail', { choose: begin }, { enabled: active });
  useLayoutEffect(() => {
    if (begun.current || state.get() !== unguided) return;
    begun.current = true;
    begin();
  });
  if (!firstRun) return <Empty width={width} text="There is no config to keep a database in here." />;
  const where = guided.connection.url === '' ? '' : firstRun.where(guided.connection.url);
  return <Lines lines={connectLines(guided, where, key, width, app.theme)} width={width} height={height} />;
}
