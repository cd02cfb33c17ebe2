import { useEffect, useMemo, useState, type ReactElement } from 'react';
import { useTheme } from '../../theme/context.ts';
import { Panel } from '../../widgets/Pane.tsx';
import type { Span, Spans } from '../../widgets/spans.ts';
import { useShell } from '../context.ts';
import { useKeyLabel, useKeys, useValue, value } from '../hooks.ts';
import type { PanelSpace } from '../overlay.ts';
import { progressLines, resultLines, resultTable, summaryLines, titleOf } from './format.ts';
import type { Bulk } from './run.ts';
import type { BulkState } from './state.ts';

/** A run over many records: how far it is, then what became of each. */
export function BulkPanel({ bulk, width, height, done }: PanelSpace & { readonly bulk: Bulk }): ReactElement {
  const theme = useTheme();
  const run = useValue(bulk.state);
  const { phase } = run;
  useEffect(() => {
    if (phase === 'left') done();
  }, [phase, done]);
  const inner = Math.max(10, width - 4);
  if (phase === 'finished') return <Results bulk={bulk} run={run} width={width} height={height} />;
  return (
    <>
      <Stop bulk={bulk} />
      <Panel title={titleOf(run, bulk.noun)} width={width} lines={progressLines(run, inner, theme)} />
    </>
  );
}

function Stop({ bulk }: { readonly bulk: Bulk }): null {
  useKeys('app', { back: bulk.stop });
  return null;
}

interface ResultsProps {
  readonly bulk: Bulk;
  readonly run: BulkState;
  readonly width: number;
  readonly height: number;
}

function Results({ bulk, run, width, height }: ResultsProps): ReactElement {
  const shell = useShell();
  const theme = useTheme();
  const inner = Math.max(10, width - 4);
  const summary = summaryLines(run, bulk.noun, inner, theme);
  const lines = useMemo(() => resultLines(run, inner, theme), [run, inner, theme]);
  const [top] = useState(() => value(0));
  const room = Math.max(1, height - 4 - summary.length);
  const last = Math.max(0, lines.length - room);
  const at = Math.min(useValue(top), last);
  const scroll = (by: number) => top.set(Math.min(Math.max(at + by, 0), last));
  const left = run.counts.failed + run.counts.notTried > 0;
  const undoable = !run.dryRun && run.counts.done > 0 && run.operation.undoable === true;

  useKeys('detail', {
    'scroll.down': () => scroll(1),
    'scroll.up': () => scroll(-1),
    'scroll.page-down': () => scroll(room),
    'scroll.page-up': () => scroll(-room),
    'scroll.first': () => scroll(-Infinity),
    'scroll.last': () => scroll(Infinity),
  });
  useKeys('results', left ? { 'results.again': bulk.again } : {});
  useKeys('app', {
    back: bulk.leave,
    leave: bulk.leave,
    copy: () =>
      shell.copy(
        resultTable(run)
          .map((row) => row.join('\t'))
          .join('\n'),
      ),
    ...(undoable ? { undo: bulk.undo } : {}),
  });

  const again = useKeyLabel('results.again');
  const copy = useKeyLabel('copy');
  const undo = useKeyLabel('undo');
  const keys: Span[] = [
    ...(left ? hint(again, 'what is left, again') : []),
    ...(undoable ? hint(undo, 'undo') : []),
    ...hint(copy, 'copy'),
    ...hint('Esc', 'close'),
  ];
  const where: Spans = lines.length > room ? [['dim', `${at + 1}-${at + room}/${lines.length}`]] : [];
  return (
    <Panel
      title={titleOf(run, bulk.noun)}
      width={width}
      lines={[...summary, ...lines.slice(at, at + room), where, keys]}
    />
  );
}

const hint = (key: string, label: string): Spans => [['key', key], ` ${label}  `];
