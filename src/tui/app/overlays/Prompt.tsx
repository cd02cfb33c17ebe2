import { useState, type ReactElement } from 'react';
import { Panel } from '../../widgets/Pane.tsx';
import { lineView } from '../../widgets/line.ts';
import { wrap, type Spans } from '../../widgets/spans.ts';
import { useTextInput, useValue, value } from '../hooks.ts';
import type { PromptRequest } from '../screen.ts';

export interface PromptProps {
  readonly request: PromptRequest;
  readonly width: number;
  readonly done: (text: string | undefined) => void;
}

/** One question, one line of text. */
export function Prompt({ request, width, done }: PromptProps): ReactElement {
  const [problem] = useState(() => value<string | undefined>(undefined));
  const field = useTextInput({
    initial: request.initial ?? '',
    submit: (text) => {
      const wrong = request.check?.(text);
      if (wrong === undefined) done(text);
      else problem.set(wrong);
    },
    cancel: () => done(undefined),
    changed: () => problem.set(undefined),
  });
  const wrong = useValue(problem);
  const inner = Math.max(10, width - 4);
  const label = request.label === undefined ? '> ' : `${request.label}: `;
  const { before, under, after } = lineView(field.line.get(), Math.max(4, inner - label.length));
  const typed: Spans = [['key', label], before, ['selected', under], after];
  const below = wrong ?? request.help ?? 'Enter takes it, Esc leaves.';
  const help = wrap(below, inner).map((text): Spans => [[wrong === undefined ? 'dim' : 'bad', text]]);
  return <Panel title={request.title} width={width} lines={[typed, ...help]} />;
}
