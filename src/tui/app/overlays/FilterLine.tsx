import { Box, Text } from 'ink';
import { useState, type ReactElement } from 'react';
import { useTheme } from '../../theme/context.ts';
import { TextField } from '../../widgets/small.tsx';
import { paintLine, type Spans } from '../../widgets/spans.ts';
import { useTextInput, useValue, value } from '../hooks.ts';
import type { FilterProblem, FilterRequest } from '../overlay.ts';

export interface FilterLineProps {
  readonly request: FilterRequest;
  readonly width: number;
  readonly done: (text: string | undefined) => void;
}

const label = ' /';

/** The filter being typed, and below it the words it knows or the word it does not understand. */
export function FilterLine({ request, width, done }: FilterLineProps): ReactElement {
  const theme = useTheme();
  const [problem] = useState(() => value<FilterProblem | undefined>(undefined));
  const field = useTextInput({
    initial: request.initial,
    history: request.history,
    submit: (text) => {
      const wrong = request.check(text.trim());
      if (wrong) problem.set(wrong);
      else done(text.trim());
    },
    cancel: () => done(undefined),
    changed: () => problem.set(undefined),
  });
  const wrong = useValue(problem);
  return (
    <Box flexDirection="column" width={width}>
      <TextField label={label} line={field.line.get()} width={width} />
      <Text wrap="truncate">{paintLine(wrong ? pointer(wrong) : known(request.words), width, theme)}</Text>
    </Box>
  );
}

/** A caret under the wrong word, the sentence after it where there is room. */
function pointer({ message, start, end }: FilterProblem): Spans {
  if (start === undefined || end === undefined) return [' ', ['bad', message]];
  const under = ' '.repeat(label.length + start) + '^'.repeat(Math.max(1, end - start));
  return start > 40 ? [' ', ['bad', message]] : [['bad', `${under} ${message}`]];
}

function known(words: readonly string[]): Spans {
  return [['dim', `  ${words.join(' ')}  free text   Enter filters, Esc leaves`]];
}
