import { randomUUID } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { useMemo, type ReactElement } from 'react';
import { InvalidInput } from '../../../domain/errors.ts';
import { useShell } from '../../app/context.ts';
import { useActions, useApp, useKeys, usePaste, useScan, useValue } from '../../app/hooks.ts';
import type { AppApi, ScreenProps } from '../../app/screen.ts';
import { Rows } from '../../widgets/Rows.tsx';
import type { Restock as Counting } from './controller.ts';
import { commitConsequences, commitQuestion, restockRows } from './format.ts';
import { restockOf } from './outside.ts';
import { codeProblem } from './paste.ts';
import { commitProblem, selectedLine } from './state.ts';

export type RestockParams = Readonly<Record<string, never>>;

export function Restock({ active, width, height }: ScreenProps<RestockParams>): ReactElement {
  const app = useApp();
  const shell = useShell();
  // A worker looks at the shelf: what is wrong is heard as well.
  const counting = useMemo(() => restockOf(app, () => shell.options.signals.write('\u0007')), [app, shell]);
  const state = useValue(counting.state);
  const { dispatch } = counting;
  const acts = useMemo(() => actsOf(app, counting), [app, counting]);
  const { theme } = app;
  const rows = useMemo(() => restockRows(state, { width, height, theme }), [state, width, height, theme]);
  const at = () => new Date().toISOString();

  useScan((code) => dispatch({ kind: 'scan', code, at: at() }), { enabled: active });
  usePaste((text) => dispatch({ kind: 'list', text, at: at() }), { enabled: active });
  useKeys(
    'list',
    {
      ...(state.offer || state.typing !== '' ? { open: acts.enter } : {}),
      'move.down': () => dispatch({ kind: 'move', by: 1 }),
      'move.up': () => dispatch({ kind: 'move', by: -1 }),
      'move.first': () => dispatch({ kind: 'move', by: -1e9 }),
      'move.last': () => dispatch({ kind: 'move', by: 1e9 }),
      'move.page-down': () => dispatch({ kind: 'move', by: Math.max(1, height - 4) }),
      'move.page-up': () => dispatch({ kind: 'move', by: -Math.max(1, height - 4) }),
    },
    { enabled: active },
  );
  useKeys(
    'restock',
    {
      'restock.commit': acts.commit,
      'restock.type': acts.type,
      'restock.correct': acts.correct,
      'restock.drop': acts.drop,
      'restock.warehouse': acts.warehouse,
      'restock.reference': acts.reference,
      'restock.file': acts.file,
      'restock.rub': () => dispatch({ kind: 'backspace' }),
      'restock.0': () => acts.digit(0),
      'restock.1': () => acts.digit(1),
      'restock.2': () => acts.digit(2),
      'restock.3': () => acts.digit(3),
      'restock.4': () => acts.digit(4),
      'restock.5': () => acts.digit(5),
      'restock.6': () => acts.digit(6),
      'restock.7': () => acts.digit(7),
      'restock.8': () => acts.digit(8),
      'restock.9': () => acts.digit(9),
    },
    { enabled: active },
  );
  useKeys('app', { undo: () => dispatch({ kind: 'undo' }), back: acts.escape }, { enabled: active });
  useActions(() => acts.all());
  return <Rows rows={rows} />;
}

/** What keys and the action menu do. They read the state when they are pressed, never that of a frame. */
function actsOf(app: AppApi, { state, dispatch }: Counting) {
  const told = (work: Promise<void>) => void work.catch(app.fail);
  const at = () => new Date().toISOString();

  async function askCommit(): Promise<void> {
    const now = state.get();
    if (now.sending) {
      dispatch({ kind: 'send again' });
      return;
    }
    dispatch({ kind: 'confirm quantity' });
    const problem = commitProblem(state.get());
    if (problem !== undefined) {
      dispatch({ kind: 'say', flash: { tone: 'bad', text: problem } });
      return;
    }
    const counted = state.get();
    const question = commitQuestion(counted);
    const agreed = await app.confirm({ question, consequences: commitConsequences(counted), yes: 'Book' });
    if (agreed) dispatch({ kind: 'send', nextId: randomUUID() });
  }

  async function askCode(): Promise<void> {
    const text = await app.prompt({
      title: 'Add an item by hand',
      label: 'SKU',
      help: 'A SKU, or a SKU and how many: RUN-42-BLK 12.',
      check: (typed) => codeProblem(typed),
    });
    if (text === undefined) return;
    if (/[\s,;]/u.test(text.trim())) dispatch({ kind: 'list', text: text.trim(), at: at() });
    else dispatch({ kind: 'scan', code: text, at: at() });
  }

  async function askCorrection(): Promise<void> {
    const line = selectedLine(state.get());
    if (!line) return;
    const title = `What is ${line.key} really?`;
    const text = await app.prompt({ title, label: 'SKU', initial: line.code, check: (typed) => codeProblem(typed) });
    if (text !== undefined) dispatch({ kind: 'correct', to: text });
  }

  async function askWarehouse(): Promise<void> {
    const choices = state.get().warehouses.map(({ code, name }) => ({ value: code, label: code, hint: name }));
    const code = await app.pick({ title: 'Restock which warehouse?', choices });
    if (code !== undefined) dispatch({ kind: 'warehouse', code });
  }

  async function askReference(): Promise<void> {
    const initial = state.get().reference;
    const check = (typed: string) => (typed.length > 100 ? 'At most 100 characters.' : undefined);
    const text = await app.prompt({ title: 'Purchase order of these goods', label: 'Order', initial, check });
    if (text !== undefined) dispatch({ kind: 'reference', text });
  }

  async function askFile(): Promise<void> {
    const help = 'One SKU a line, a quantity after it.';
    const path = await app.prompt({ title: 'Add a list from a file', label: 'Path', help });
    if (path === undefined || path.trim() === '') return;
    dispatch({ kind: 'list', text: await readList(path.trim()), at: at() });
  }

  async function askDiscard(): Promise<void> {
    const agreed = await app.confirm({
      question: 'Discard what was counted and not booked?',
      consequences: ['The counted lines are gone for good. Stock does not move.'],
      yes: 'Discard',
    });
    if (!agreed) return;
    if (state.get().offer) dispatch({ kind: 'discard offer' });
    else dispatch({ kind: 'clear', nextId: randomUUID() });
  }

  const commit = () => told(askCommit());
  const type = () => told(askCode());
  const correct = () => told(askCorrection());
  const reference = () => told(askReference());
  const file = () => told(askFile());
  const discard = () => told(askDiscard());
  const undo = () => dispatch({ kind: 'undo' });
  const drop = () => (state.get().offer ? discard() : dispatch({ kind: 'drop' }));
  const warehouse = () => {
    // The screen shows nine, one a digit; a second `w` shows all.
    if (state.get().choosing && state.get().warehouses.length > 9) told(askWarehouse());
    else dispatch({ kind: 'choose warehouse' });
  };

  return {
    commit,
    type,
    correct,
    reference,
    file,
    drop,
    warehouse,
    enter: () => dispatch(state.get().offer ? { kind: 'continue' } : { kind: 'confirm quantity' }),
    escape: () => {
      const now = state.get();
      if (now.typing !== '') dispatch({ kind: 'forget quantity' });
      else if (now.choosing && now.warehouse) dispatch({ kind: 'keep warehouse' });
      else app.back();
    },
    digit: (digit: number) => {
      const now = state.get();
      if (!now.choosing) dispatch({ kind: 'digit', digit: String(digit) });
      else if (now.warehouses[digit - 1]) dispatch({ kind: 'warehouse', code: now.warehouses[digit - 1]?.code ?? '' });
    },
    all: () => {
      const now = state.get();
      const empty = now.lines.length === 0 ? 'nothing is counted' : undefined;
      return [
        { label: 'Book the tally', key: 'restock.commit', disabled: commitProblem(now), run: commit },
        { label: 'Type a code', key: 'restock.type', run: type },
        { label: 'Undo the last', key: 'undo', disabled: empty, run: undo },
        { label: 'Correct the code', key: 'restock.correct', disabled: empty, run: correct },
        { label: 'Take the line off', key: 'restock.drop', disabled: empty, run: drop },
        { label: 'Choose the warehouse', key: 'restock.warehouse', run: warehouse },
        { label: 'Note the purchase order', key: 'restock.reference', run: reference },
        { label: 'Add a list from a file', key: 'restock.file', run: file },
        { label: 'Discard the tally', danger: true, disabled: empty, run: discard },
      ] as const;
    },
  };
}

const mostBytes = 2_000_000;

async function readList(path: string): Promise<string> {
  try {
    const { size } = await stat(path);
    if (size <= mostBytes) return await readFile(path, 'utf8');
  } catch (error) {
    const why = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unreadable';
    throw new InvalidInput(`${path.slice(0, 200)} cannot be read: ${why}.`);
  }
  throw new InvalidInput(`${path.slice(0, 200)} is larger than 2 MB.`, {
    hint: 'Use solemate inventory restock --file for large lists.',
  });
}
