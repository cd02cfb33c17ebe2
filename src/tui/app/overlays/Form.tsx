import { useState, type ReactElement } from 'react';
import { fit, width as widthOf } from '../../../domain/display.ts';
import { Panel } from '../../widgets/Pane.tsx';
import { lineView } from '../../widgets/line.ts';
import { wrap, type Span, type Spans } from '../../widgets/spans.ts';
import { LevelContext, useShell } from '../context.ts';
import { createField, type Field } from '../field.ts';
import { formFields, readForm, type FormField } from '../form-fields.ts';
import { useKeys, useValue, value, type Value } from '../hooks.ts';
import type { AnyOperation } from '../overlay.ts';
import { runOperation } from '../running.ts';
import type { Shell } from '../shell.ts';
import { useContext, useLayoutEffect } from 'react';

export interface FormProps {
  readonly operation: AnyOperation;
  readonly initial: Readonly<Record<string, unknown>>;
  readonly width: number;
  readonly height: number;
  readonly done: (outcome: unknown) => void;
}

/** The form of an operation, made from its input: Tab goes on, Ctrl-s or Enter in the last field sends. */
export function Form({ operation, initial, width, height, done }: FormProps): ReactElement {
  const shell = useShell();
  const level = useContext(LevelContext);
  const [model] = useState(() => createForm(shell, operation, initial, done));
  useLayoutEffect(
    () =>
      shell.dispatcher.addField({
        level,
        insert: (text) => model.current().insert(text),
        act: (action) => model.current().act(action),
      }),
    [shell, level, model],
  );
  useKeys('menu', { 'menu.cancel': () => done(undefined) });
  useValue(model.version);
  const at = useValue(model.at);
  const problem = useValue(model.problem);
  const inner = Math.max(10, width - 4);
  const rows = model.fields.map((one, index) => fieldLine(one.field, one.input, index === at, inner));
  const field = model.fields[at]?.field;
  const below = problem ?? field?.help ?? '';
  const visible = Math.max(1, height - 5);
  const top = Math.min(Math.max(0, at - visible + 1), Math.max(0, rows.length - visible));
  return (
    <Panel
      title={operation.name.replace('.', ' ')}
      width={width}
      lines={[
        [['dim', operation.summary]],
        ...rows.slice(top, top + visible),
        ...wrap(below, inner).map((text): Spans => [[problem === undefined ? 'dim' : 'bad', text]]),
        [['dim', 'Tab next field   Ctrl-s send   Esc leave']],
      ]}
    />
  );
}

interface FormModel {
  readonly fields: readonly { readonly field: FormField; readonly input: Field }[];
  readonly at: Value<number>;
  readonly problem: Value<string | undefined>;
  readonly version: Value<number>;
  readonly current: () => Field;
}

function createForm(
  shell: Shell,
  operation: AnyOperation,
  initial: Readonly<Record<string, unknown>>,
  done: (outcome: unknown) => void,
): FormModel {
  const shape = formFields(operation, initial);
  const described = 'fields' in shape ? shape.fields : [];
  const at = value(0);
  const problem = value<string | undefined>(undefined);
  const version = value(0);
  const last = described.length - 1;
  const move = (by: number) => at.update((now) => (now + by + described.length) % described.length);

  async function send(): Promise<void> {
    const typed = Object.fromEntries(fields.map(({ field, input }) => [field.key, input.text()]));
    const input = readForm(described, typed);
    const parsed = operation.input.safeParse(input);
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      const wrong = described.findIndex(({ key }) => key === issue?.path[0]);
      if (wrong >= 0) at.set(wrong);
      problem.set(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
      return;
    }
    const outcome = await runOperation(shell, operation, input);
    if (outcome) done(outcome);
  }

  const fields = described.map((field, index) => ({
    field,
    input: createField(() => ({
      initial: field.initial,
      submit: () => (index === last ? void send() : move(1)),
      cancel: () => done(undefined),
      next: () => move(1),
      previous: () => move(-1),
      save: () => void send(),
      changed: () => {
        problem.set(undefined);
        version.update((now) => now + 1);
      },
    })),
  }));
  for (const { input } of fields) input.line.subscribe(() => version.update((now) => now + 1));
  const first = fields[0];
  if (!first) throw new Error(`${operation.name} has no field to fill in.`);
  return { fields, at, problem, version, current: () => fields[at.get()]?.input ?? first.input };
}

function fieldLine(field: FormField, input: Field, active: boolean, columns: number): Spans {
  const label = fit(
    field.key.replaceAll('_', ' ') + (field.required ? ' *' : ''),
    Math.min(20, Math.floor(columns / 2)),
  );
  const room = Math.max(4, columns - widthOf(label) - 1);
  const choices: Span = ['dim', field.values && active ? ` ${field.values.join(' | ')}` : ''];
  if (!active) return [['dim', label], ' ', input.text(), choices];
  const { before, under, after } = lineView(input.line.get(), field.values ? Math.min(room, 20) : room);
  return [['key', label], ' ', before, ['selected', under], after, choices];
}
