import { useMemo, type ReactElement } from 'react';
import { Rows } from '../../widgets/Rows.tsx';
import { useActions, useApp, useDigits, useKeys, usePaste, useScan, useValue } from '../hooks.ts';
import { tallyActs, type TallyExtras } from './acts.ts';
import { choicesOf, hintWords } from './choices.ts';
import type { Tally } from './controller.ts';
import { menuRoom, tallyRows } from './format.ts';

export interface TallyScreenProps {
  readonly tally: Tally;
  /** Steady from frame to frame. */
  readonly extras?: TallyExtras;
  readonly active: boolean;
  readonly width: number;
  readonly height: number;
}

/** Scan, and the number grows; everything else by a letter, or by Enter, a digit and Enter where there are only those. */
export function TallyScreen({ tally, extras, active, width, height }: TallyScreenProps): ReactElement {
  const app = useApp();
  const state = useValue(tally.state);
  const { dispatch } = tally;
  const acts = useMemo(() => tallyActs(app, tally, extras), [app, tally, extras]);
  const { theme } = app;
  const rows = useMemo(() => tallyRows(state, { width, height, theme }), [state, width, height, theme]);
  const at = () => new Date().toISOString();
  const room = menuRoom({ width, height });
  const lastPage = Math.ceil(choicesOf(state).length / (room.columns * room.rows)) - 1;
  const page = Math.max(1, height - 4);
  const labels = hintWords(state, lastPage);

  useScan((code) => dispatch({ kind: 'scan', code, at: at() }), { enabled: active });
  usePaste((text) => dispatch({ kind: 'list', text, at: at() }), { enabled: active });
  useKeys(
    'detail',
    {
      'scroll.down': () => dispatch({ kind: 'move', by: 1 }),
      'scroll.up': () => dispatch({ kind: 'move', by: -1 }),
      'scroll.first': () => dispatch({ kind: 'move', by: -1e9 }),
      'scroll.last': () => dispatch({ kind: 'move', by: 1e9 }),
      'scroll.page-down': () => dispatch({ kind: 'move', by: page }),
      'scroll.page-up': () => dispatch({ kind: 'move', by: -page }),
      choose: () => acts.enter(lastPage),
    },
    { enabled: active, labels },
  );
  useKeys(
    'tally',
    {
      'tally.commit': acts.run.commit,
      'tally.type': acts.run.type,
      'tally.correct': acts.run.correct,
      'tally.drop': acts.run.drop,
      'tally.place': acts.run.place,
      'tally.reference': acts.run.reference,
      'tally.file': acts.run.file,
      'tally.rub': () => dispatch({ kind: 'backspace' }),
    },
    { enabled: active },
  );
  useDigits(acts.digit, { enabled: active });
  useKeys('app', { undo: acts.run.undo, back: acts.escape }, { enabled: active });
  useActions(acts.all);
  return <Rows rows={rows} />;
}
