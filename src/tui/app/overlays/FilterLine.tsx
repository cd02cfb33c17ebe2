import { Box, Text } from 'ink';
import { useLayoutEffect, useState, type ReactElement } from 'react';
import { useTheme } from '../../theme/context.ts';
import { TextField } from '../../widgets/small.tsx';
import { paintLine, wrap, type Spans } from '../../widgets/spans.ts';
import { completeFilter, filterHint, wordTyped, type FilterWord } from '../list/filter-words.ts';
import { useShell } from '../context.ts';
import { useTextInput, useValue, value, type Value } from '../hooks.ts';
import type { FilterProblem, FilterRequest } from '../overlay.ts';

export interface FilterLineProps {
  readonly request: FilterRequest;
  readonly width: number;
  /** Below the line that is typed; set by what has to be told there. */
  readonly told: Value<number>;
  /** At most so many. */
  readonly most: number;
  readonly done: (text: string | undefined) => void;
}

const label = ' /';

/** The filter being typed, and below it the words it knows or the word it does not understand. */
export function FilterLine({ request, width, told, most, done }: FilterLineProps): ReactElement {
  const theme = useTheme();
  const [problem] = useState(() => value<FilterProblem | undefined>(undefined));
  const [waiting] = useState(() => value<string | undefined>(undefined));
  const words = useWords(request.words);
  const field = useTextInput({
    initial: request.initial,
    history: request.history,
    submit: (text) => {
      const answered = (wrong: FilterProblem | undefined) => {
        if (wrong) problem.set(wrong);
        else done(text.trim());
      };
      const wrong = request.check(text.trim());
      if (!(wrong instanceof Promise)) answered(wrong);
      else {
        waiting.set(text);
        // Typed on or left in the meantime: this is not what was asked about any more.
        void wrong.then((late) => {
          if (waiting.get() !== text) return;
          waiting.set(undefined);
          answered(late);
        });
      }
    },
    cancel: () => {
      waiting.set(undefined);
      done(undefined);
    },
    next: () => {
      const completed = completeFilter(words.get(), field.text());
      if (completed !== undefined) field.setText(completed);
    },
    up: () => field.act('field.older'),
    down: () => field.act('field.newer'),
    changed: (text) => {
      problem.set(undefined);
      waiting.set(undefined);
      words.typed(text);
    },
  });
  const wrong = useValue(problem);
  const hint: Spans = [['dim', `  ${filterHint(useValue(words.all), field.text())}   Tab completes, Enter filters`]];
  const lines = wrong ? pointer(wrong, width, most) : [hint];
  useLayoutEffect(() => told.set(lines.length), [told, lines.length]);
  return (
    <Box flexDirection="column" width={width}>
      <TextField label={label} line={field.line.get()} width={width} />
      {lines.map((line, index) => (
        <Text key={index} wrap="truncate">
          {paintLine(line, width, theme)}
        </Text>
      ))}
    </Box>
  );
}

/** The words with the values that had to be asked for, once somebody types one of them. */
function useWords(given: readonly FilterWord[]) {
  const shell = useShell();
  const [words] = useState(() => {
    const all = value(given);
    const asked = new Set<string>();
    return {
      all,
      get: all.get,
      typed(text: string) {
        const word = wordTyped(given, text);
        if (!word?.ask || asked.has(word.key)) return;
        asked.add(word.key);
        shell
          .busy(word.ask())
          .then((values) => all.update((now) => now.map((one) => (one.key === word.key ? { ...one, values } : one))))
          // The line does without: its meaning is told then.
          .catch(() => asked.delete(word.key));
      },
    };
  });
  return words;
}

/** A caret under the wrong word and the sentence after it; below it, on lines of its own, where there is no room. */
function pointer({ message, start, end }: FilterProblem, columns: number, most: number): readonly Spans[] {
  const under =
    start === undefined || end === undefined
      ? undefined
      : ' '.repeat(label.length + start) + '^'.repeat(Math.max(1, end - start));
  if (under !== undefined && under.length + message.length < columns) return [[['bad', `${under} ${message}`]]];
  const sentence = wrap(message, columns - 2).map((line): Spans => [' ', ['bad', line]]);
  // The sentence is what must be read.
  const caret: readonly Spans[] = under !== undefined && sentence.length < most ? [[['bad', under]]] : [];
  return [...caret, ...sentence].slice(0, most);
}
