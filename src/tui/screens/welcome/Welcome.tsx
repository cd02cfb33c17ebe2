import { useLayoutEffect, useMemo, type ReactElement } from 'react';
import { useShell } from '../../app/context.ts';
import { useApp, useKeys, usePlaceValue, useValue } from '../../app/hooks.ts';
import type { ScreenProps } from '../../app/screen.ts';
import { Lines } from '../../widgets/Lines.tsx';
import { trialsFor, welcomeLines } from './format.ts';

const connecting = {
  title: 'Connect your own database',
  how: 'Step by step, with a test that says at each step what is wrong. The sample shop stays as it is.',
  screen: 'connect',
  params: {},
};

/** In one screen what this is and what to try; it comes by itself once, on a sample shop. */
export function Welcome({ active, width, height }: ScreenProps<Readonly<Record<string, never>>>): ReactElement {
  const app = useApp();
  const { options } = useShell();
  const selection = usePlaceValue('selected', () => 0);
  const selected = useValue(selection);
  const { actor, store, theme } = app;
  const entries = useMemo(() => [...trialsFor(actor.role), connecting], [actor.role]);
  useLayoutEffect(() => options.firstRun?.putAway(), [options]);
  const move = (by: number) => selection.update((at) => Math.min(Math.max(at + by, 0), entries.length - 1));
  useKeys(
    'detail',
    {
      'scroll.down': () => move(1),
      'scroll.up': () => move(-1),
      'scroll.first': () => move(-entries.length),
      'scroll.last': () => move(entries.length),
      choose: () => {
        const entry = entries[selection.get()];
        if (entry) app.navigate(entry.screen, entry.params);
      },
    },
    { enabled: active },
  );
  const facts = { sample: store.kind === 'sample', label: store.label, name: actor.name, role: actor.role };
  const lines = welcomeLines(entries, selected, facts, { width, height, theme });
  return <Lines lines={lines} width={width} height={height} />;
}
