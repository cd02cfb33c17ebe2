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
  const none = views.length === 0 ? 'there is none yet' : undefined;
  const chosen = await pick<SavedView | 'save' | 'rename' | 'delete'>(shell, {
    title: 'Views',
    choices: [
      ...views.map((view) => ({ value: view, label: view.name, hint: summary(view) })),
      { value: 'save', label: 'Save what is shown', hint: summary(shown.query) },
      { value: 'rename', label: 'Rename a view', disabled: none },
      { value: 'delete', label: 'Delete a view', disabled: none },
    ],
    ...(here ? { initial: here } : {}),
  });
  if (chosen === 'save') await saveView(shell, drafts, shown, here?.name ?? '');
  else if (chosen === 'rename') await renameView(shell, drafts, shown.screen, views);
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
    check: checkName,
  });
  const name = typed?.trim();
  if (name === undefined) return;
  const { screen, query, columns } = shown;
  if (name !== initial && !(await mayTake(shell, readMemory(drafts, screen).views, name))) return;
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

function checkName(text: string): string | undefined {
  if (text.trim() === '') return 'A view needs a name.';
  return text.trim().length > 40 ? 'At most 40 characters.' : undefined;
}

async function mayTake(shell: Shell, views: readonly SavedView[], name: string): Promise<boolean> {
  const taken = views.some((one) => one.name === name);
  return !taken || (await confirm(shell, { question: `Replace the view "${name}"?`, yes: 'Replace' }));
}

function pickView(shell: Shell, title: string, views: readonly SavedView[]): Promise<SavedView | undefined> {
  return pick(shell, {
    title,
    choices: views.map((view) => ({ value: view, label: view.name, hint: summary(view) })),
  });
}

async function renameView(shell: Shell, drafts: Drafts, screen: string, views: readonly SavedView[]): Promise<void> {
  const view = await pickView(shell, 'Rename a view', views);
  if (!view) return;
  const typed = await prompt(shell, {
    title: `Rename "${view.name}"`,
    label: 'Name',
    initial: view.name,
    check: checkName,
  });
  const name = typed?.trim();
  if (name === undefined || name === view.name || !(await mayTake(shell, views, name))) return;
  remember(drafts, screen, (now) => withView(withoutView(now, view.name), { ...view, name }));
  shell.toast('ok', `"${view.name}" is called "${name}" now.`);
}

async function deleteView(shell: Shell, drafts: Drafts, screen: string, views: readonly SavedView[]): Promise<void> {
  const name = (await pickView(shell, 'Delete a view', views))?.name;
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
