import { useMemo, useState, type ReactElement } from 'react';
import * as z from 'zod';
import { useApp, useDigits, useKeys, useScreenNames, useValue, value } from '../../app/hooks.ts';
import { screen, type ScreenProps } from '../../app/screen.ts';
import { leftBehind } from '../../app/slots.ts';
import { useLookUpByScan } from '../../app/stock/look-up.ts';
import { Rows } from '../../widgets/Rows.tsx';
import { homeRows, workOf } from './format.ts';

/** What a worker with a handheld does, by one digit each; a scan asks what that is. */
function Handheld({ active, width, height }: ScreenProps<Readonly<Record<string, never>>>): ReactElement {
  const app = useApp();
  const known = useScreenNames();
  const { drafts, actor, theme } = app;
  const work = useMemo(() => workOf(known, actor.role, (job) => leftBehind(drafts, job) > 0), [known, actor, drafts]);
  const [cursor] = useState(() => value(0));
  const at = useValue(cursor);
  const open = (index: number) => {
    const one = work[index];
    if (one) app.navigate(one.screen);
  };
  const move = (by: number) => cursor.update((now) => Math.min(Math.max(now + by, 0), work.length - 1));
  useLookUpByScan({ enabled: active });
  useDigits((digit) => open(work.findIndex((one) => one.digit === digit)), { enabled: active });
  useKeys(
    'detail',
    { 'scroll.down': () => move(1), 'scroll.up': () => move(-1), choose: () => open(cursor.get()) },
    { enabled: active },
  );
  const rows = useMemo(() => homeRows(work, at, { width, height, theme }), [work, at, width, height, theme]);
  return <Rows rows={rows} />;
}

export const handheld = screen({
  name: 'handheld',
  title: () => 'Work',
  words: ['handheld', 'work', 'floor'],
  permission: 'stock:read',
  component: Handheld,
  params: z.object({}).strict(),
});
