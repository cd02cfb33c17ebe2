import { createElement, useEffect, type ReactElement } from 'react';
import { Interrupted } from '../../domain/errors.ts';
import { Panel } from '../widgets/Pane.tsx';
import { openPanel } from './asking.ts';
import { useKeys, useValue, value, type Value } from './hooks.ts';
import type { PanelSpace } from './overlay.ts';
import type { Shell } from './shell.ts';

export interface PanelWork<T> {
  readonly title: string;
  /** `tell` says how far it is. */
  readonly run: (signal: AbortSignal, tell: (line: string) => void) => Promise<T>;
  /** What Esc leaves behind. */
  readonly stopped: string;
}

/**
 * Something that takes its time, with how far it is over the screen; Esc stops it.
 * @returns undefined when it was stopped, which is told. @throws what it throws
 */
export async function withPanel<T>(shell: Shell, { title, run, stopped }: PanelWork<T>): Promise<T | undefined> {
  const stopping = new AbortController();
  const line = value<string | undefined>('');
  const closed = openPanel(shell, (space) =>
    createElement(WorkPanel, { ...space, title, line, stop: () => stopping.abort() }),
  );
  try {
    return await shell.busy(run(stopping.signal, line.set));
  } catch (error) {
    if (!(error instanceof Interrupted) && !stopping.signal.aborted) throw error;
    shell.toast('info', stopped);
    return undefined;
  } finally {
    line.set(undefined);
    await closed;
  }
}

interface WorkPanelProps extends PanelSpace {
  readonly title: string;
  /** Undefined once it is over. */
  readonly line: Value<string | undefined>;
  readonly stop: () => void;
}

function WorkPanel({ title, line, stop, width, done }: WorkPanelProps): ReactElement {
  const told = useValue(line);
  useKeys('app', { back: stop });
  useEffect(() => {
    if (told === undefined) done();
  }, [told, done]);
  return <Panel title={title} width={width} lines={[[told ?? ''], [], [['dim', 'Esc stops it.']]]} />;
}
