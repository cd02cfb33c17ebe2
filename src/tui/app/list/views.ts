import { confirm, pick, prompt } from '../asking.ts';
import type { ListParams } from '../list-params.ts';
import type { Drafts } from '../screen.ts';
import type { Shell } from '../shell.ts';
import {
  allMemories,
  readMemory,
  remember,
  withoutView,
  withView,
  type Arrangement,
  type SavedView,
} from './memory.ts';

/** What is shown now, as it would be saved. */
export interface Shown {
  readonly screen: string;
  readonly query: ListParams;
  readonly columns: Arrangement | undefined;
}

/** The view that shows just this. */
export function viewOf(views: readonly SavedView[], { filter, sort }: ListParams): SavedView | undefined {
  return views.find((one) => (one.filter ?? '') === (filter ?? '') && one.sort === sort);
}

const summary = ({ filter, sort }: ListParams): string =>
  [filter ?? 'all rows', sort && `by ${sort}`].filter(Boolean).join(', ');

/** `V`: opens a view, saves what is shown as one, deletes one. @returns the view to be shown */
export async function chooseView(shell: Shell, drafts: Drafts, shown: Shown): Promise<SavedView | undefined> {
  const { views } = readMemory(drafts, shown.screen);
  const here = viewOf(views, shown.query);
  const chosen = await pick<SavedView | 'save' | 'delete'>(shell, {
    title: 'Views',
    choices: [
      ...views.map((view) => ({ value: view, label: view.name, hint: summary(view) })),
      { value: 'save', label: 'Save what is shown', hint: summary(shown.query) },
      {
        value: 'delete',
        label: 'Delete a view',
        disabled: views.length === 0 ? 'there is none yet' : undefined,
      },
    ],
    ...(here ? { initial: here } : {}),
  });
  if (chosen === 'save') await saveView(shell, drafts, shown, here?.name ?? '');
  else if (chosen === 'delete') await deleteView(shell, drafts, shown.screen, views);
  else return chosen;
  return undefined;
}

async function saveView(shell: Shell, drafts: Drafts, shown: Shown, initial: string): Promise<void> {
  const typed = await prompt(shell, {
    title: `Save as a view: ${summary(shown.query)}`,
    label: 'Name',
    initial,
    help: 'Enter saves it, for you alone; V and : open it.',
    check: (text) => {
      if (text.trim() === '') return 'A view needs a name.';
      return text.trim().length > 40 ? 'At most 40 characters.' : undefined;
    },
  });
  const name = typed?.trim();
  if (name === undefined) return;
  const { screen, query, columns } = shown;
  const taken = readMemory(drafts, screen).views.some((one) => one.name === name && name !== initial);
  if (taken && !(await confirm(shell, { question: `Replace the view "${name}"?`, yes: 'Replace' }))) return;
  const { filter, sort } = query;
  const view: SavedView = {
    name,
    ...(filter !== undefined && { filter }),
    ...(sort !== undefined && { sort }),
    ...(columns && { columns }),
  };
  remember(drafts, screen, (now) => withView(now, view));
  shell.toast('ok', `Saved as "${name}".`);
}

async function deleteView(shell: Shell, drafts: Drafts, screen: string, views: readonly SavedView[]): Promise<void> {
  const name = await pick(shell, {
    title: 'Delete a view',
    choices: views.map((view) => ({ value: view.name, label: view.name, hint: summary(view) })),
  });
  if (name === undefined || !(await confirm(shell, { question: `Delete the view "${name}"?`, yes: 'Delete' }))) return;
  remember(drafts, screen, (now) => withoutView(now, name));
  shell.toast('ok', `The view "${name}" is gone.`);
}

export interface ViewEntry {
  readonly name: string;
  readonly hint: string;
  readonly open: () => void;
}

/** Every saved view of every list, for the palette. */
export function viewEntries(shell: Shell): readonly ViewEntry[] {
  const actor = shell.actor.get();
  if (!actor) return [];
  const drafts = shell.options.draftsOf(actor);
  return Object.entries(allMemories(drafts)).flatMap(([screen, { views }]) =>
    views.map((view) => ({
      name: view.name,
      hint: `${screen}: ${summary(view)}`,
      open: () => {
        remember(drafts, screen, (now) => ({ ...now, columns: view.columns }));
        shell.navigate(screen, { filter: view.filter, sort: view.sort });
      },
    })),
  );
}
