import { randomUUID } from 'node:crypto';
import type { AppApi, ScreenAction } from '../screen.ts';
import { selectedLine } from './change.ts';
import { choicesOf, type ActName } from './choices.ts';
import type { Tally } from './controller.ts';
import { readList } from './file.ts';
import { jobs } from './jobs.ts';
import { codeProblem } from './paste.ts';
import { choices } from './places.ts';
import { commitProblem } from './sending.ts';

export interface TallyActs {
  readonly run: Readonly<Record<ActName, () => void>>;
  readonly enter: (lastPage: number) => void;
  readonly escape: () => void;
  readonly digit: (typed: string) => void;
  readonly all: () => readonly ScreenAction[];
}

/** What only one of the jobs can do. */
export interface TallyExtras {
  /** Opens a new place to count in; its code. */
  readonly openPlace?: () => Promise<string | undefined>;
  /** Shows the whole of what is being counted. */
  readonly sheet?: (code: string) => void;
}

/** What keys and menus do. They read the state when they are pressed, never that of a frame. */
export function tallyActs(app: AppApi, { state, dispatch, reload }: Tally, extras: TallyExtras = {}): TallyActs {
  const told = (work: Promise<void>) => void work.catch(app.fail);
  const at = () => new Date().toISOString();
  const job = jobs[state.get().job];
  const bad = (text: string) => dispatch({ kind: 'say', flash: { tone: 'bad', text } });

  /** The question is asked even where the numbered list told the same: both cost one key. */
  async function askCommit(): Promise<void> {
    if (state.get().sending) {
      dispatch({ kind: 'send again' });
      return;
    }
    dispatch({ kind: 'confirm quantity' });
    const counted = state.get();
    const problem = commitProblem(counted);
    if (problem !== undefined) {
      bad(problem);
      return;
    }
    const question = job.question(counted);
    const agreed = await app.confirm({ question, consequences: job.consequences(counted), yes: job.act });
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

  async function askPlace(): Promise<void> {
    const now = state.get();
    const offered = choices(now).map(({ code, name }) => ({ value: code, label: code, hint: name }));
    const title = now.choosing === 'target' ? job.targetQuestion : job.placeQuestion;
    const code = await app.pick({ title, choices: offered });
    if (code !== undefined) dispatch({ kind: 'place', code });
  }

  async function openPlace(): Promise<void> {
    const code = await extras.openPlace?.();
    if (code === undefined) return;
    dispatch({ kind: 'begin', code });
    reload();
  }

  async function askReference(): Promise<void> {
    if (!job.reference) return;
    const initial = state.get().reference;
    const check = (typed: string) => (typed.length > 100 ? 'At most 100 characters.' : undefined);
    const text = await app.prompt({ ...job.reference, initial, check });
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
      question: `Discard what was scanned and ${job.left}?`,
      consequences: ['The scanned lines are gone for good. Stock does not move.'],
      yes: 'Discard',
    });
    if (!agreed) return;
    if (state.get().offer) dispatch({ kind: 'discard offer' });
    else dispatch({ kind: 'clear', nextId: randomUUID() });
  }

  const sheet = () => {
    const { place } = state.get();
    if (place) extras.sheet?.(place.code);
  };
  const run: TallyActs['run'] = {
    commit: () => told(askCommit()),
    undo: () => dispatch({ kind: 'undo' }),
    type: () => told(askCode()),
    correct: () => told(askCorrection()),
    reference: () => (job.reference ? told(askReference()) : sheet()),
    sheet,
    file: () => told(askFile()),
    discard: () => told(askDiscard()),
    drop: () => (state.get().offer ? told(askDiscard()) : dispatch({ kind: 'drop' })),
    place: () => {
      // The screen shows nine, one a digit; the same key again shows all.
      if (state.get().choosing && choices(state.get()).length > 9) told(askPlace());
      else dispatch({ kind: 'choose place' });
    },
    leave: app.back,
  };

  /** What was typed as a choice. A slow scanner's code is no number of the list and does nothing. */
  function choose(typed: string): void {
    const chosen = choicesOf(state.get()).find(({ digit }) => digit === typed);
    dispatch({ kind: 'menu', page: chosen ? undefined : 0 });
    if (!chosen) bad(`There is no choice ${typed}.`);
    else if (chosen.disabled !== undefined) bad(chosen.disabled);
    else run[chosen.act]();
  }

  return {
    run,
    enter: (lastPage) => {
      const now = state.get();
      if (now.offer) dispatch({ kind: 'continue' });
      else if (now.menu !== undefined && now.typing !== '') choose(now.typing);
      else if (now.menu !== undefined) {
        dispatch({ kind: 'menu', page: now.menu < lastPage ? now.menu + 1 : undefined });
      } else if (now.typing !== '') dispatch({ kind: 'confirm quantity' });
      else if (!now.choosing) dispatch({ kind: 'menu', page: 0 });
    },
    escape: () => {
      const now = state.get();
      if (now.typing !== '') dispatch({ kind: 'forget quantity' });
      else if (now.menu !== undefined) dispatch({ kind: 'menu', page: undefined });
      else if (now.choosing && now.place) dispatch({ kind: 'keep place' });
      else app.back();
    },
    digit: (typed) => {
      const now = state.get();
      if (now.offer) {
        if (typed === '0') run.discard();
      } else if (!now.choosing) dispatch({ kind: 'digit', digit: typed });
      else if (typed === '0' && extras.openPlace) told(openPlace());
      else {
        const chosen = choices(now)[Number(typed) - 1];
        if (chosen) dispatch({ kind: 'place', code: chosen.code });
      }
    },
    all: () =>
      choicesOf(state.get())
        .filter(({ act }) => act !== 'leave' && (act !== 'sheet' || extras.sheet !== undefined))
        .map(({ act, label, key, danger, disabled }) => ({
          label,
          disabled,
          run: run[act],
          ...(key && { key }),
          ...(danger && { danger }),
        })),
  };
}
