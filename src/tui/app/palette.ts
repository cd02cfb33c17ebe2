import { may } from '../../domain/permissions.ts';
import { openForm } from './form/open.ts';
import { preferenceEntries } from './preferences.ts';
import { findRecord, mayBeRecord } from './records.ts';
import { viewEntries } from './list/views.ts';
import type { Shell } from './shell.ts';

export interface PaletteEntry {
  readonly label: string;
  readonly hint: string;
  /** Words it is found by. */
  readonly words: string;
  readonly disabled?: string | undefined;
  run(): unknown;
}

const staff = ['admin', 'manager', 'warehouse', 'oncall'] as const;

/** Everything that can be gone to or done: screens, operations, the program's own words. */
export function paletteEntries(shell: Shell): readonly PaletteEntry[] {
  return [...screenEntries(shell), ...savedEntries(shell), ...operationEntries(shell), ...programEntries(shell)];
}

function screenEntries(shell: Shell): PaletteEntry[] {
  const actor = shell.actor.get();
  return shell.options.screens
    .filter((screen) => !screen.needsParams)
    .map((screen) => ({
      label: screen.words[0] ?? screen.name,
      hint: 'screen',
      words: [screen.name, ...screen.words].join(' '),
      disabled: actor && !may(actor.role, screen.permission) ? `${actor.role} may not open it` : undefined,
      run: () => shell.navigate(screen.name),
    }));
}

/** Views that this person saved, of any list. */
function savedEntries(shell: Shell): PaletteEntry[] {
  return viewEntries(shell).map(({ name, hint, open }) => ({
    label: name,
    hint,
    words: `${name} ${hint} view`,
    run: open,
  }));
}

function operationEntries(shell: Shell): PaletteEntry[] {
  const actor = shell.actor.get();
  return shell.options.operations
    .filter((one) => one.kind === 'operation')
    .map((operation) => {
      const forbidden = actor && !may(actor.role, operation.permission) ? `${actor.role} may not` : undefined;
      return {
        label: operation.name.replace('.', ' '),
        hint: operation.summary,
        words: `${operation.name.replace('.', ' ')} ${operation.summary}`,
        disabled: forbidden,
        run: () => openForm(shell, operation),
      };
    });
}

function programEntries(shell: Shell): PaletteEntry[] {
  const now = shell.actor.get();
  const { sampleActor } = shell.options;
  const roles = sampleActor
    ? staff.map((role) => ({
        label: `role ${role}`,
        hint: 'look at the sample shop as one of its staff',
        words: `role ${role} switch staff`,
        disabled: now?.role === role ? 'that is who you are' : undefined,
        run: async () => {
          shell.become(await sampleActor(role));
        },
      }))
    : [];
  return [
    ...roles,
    {
      label: 'help',
      hint: 'all keys',
      words: 'help keys',
      run: () => shell.open({ kind: 'help', answer: () => undefined }),
    },
    {
      label: 'copy command',
      hint: 'the command line that shows the same',
      words: 'copy command twin cli',
      run: () => copyTwin(shell),
    },
    ...preferenceEntries(shell),
    {
      label: 'lock',
      hint: 'cover the screen until you are back',
      words: 'lock screen away',
      run: () => shell.lock('You locked the screen.'),
    },
    { label: 'quit', hint: 'leave the program', words: 'q quit exit leave', run: () => shell.quit() },
  ];
}

function copyTwin(shell: Shell): void {
  const place = shell.stack.get().at(-1);
  const twin = place?.screen.twin(place.params);
  if (twin === undefined) shell.toast('info', 'No command line shows the same as this screen.');
  else shell.copy(`solemate ${twin}`);
}

/** The entries for what was typed, the best first. An empty line gives all, screens first. */
export function rankEntries(entries: readonly PaletteEntry[], typed: string): readonly PaletteEntry[] {
  const words = typed.toLowerCase().split(/\s+/u).filter(Boolean);
  return entries
    .map((entry, index) => ({ entry, index, score: score(entry, words) }))
    .filter((one) => one.score > 0)
    .sort((a, b) => b.score - a.score || a.index - b.index)
    .map(({ entry }) => entry);
}

function score(entry: PaletteEntry, words: readonly string[]): number {
  const label = entry.label.toLowerCase();
  const all = entry.words.toLowerCase();
  const parts = all.split(/[\s.]+/u);
  let sum = 1;
  for (const word of words) {
    if (label === word) sum += 100;
    else if (label.startsWith(word)) sum += 40;
    else if (parts.includes(word)) sum += 30;
    else if (parts.some((part) => part.startsWith(word))) sum += 20;
    else if (all.includes(word)) sum += 5;
    else return 0;
  }
  return sum;
}

/** The entry that a record's number, e-mail, SKU or tracking number makes of itself. */
export function recordEntry(shell: Shell, typed: string): PaletteEntry | undefined {
  const text = typed.trim();
  if (!mayBeRecord(text)) return undefined;
  return {
    label: `Find ${text}`,
    hint: 'order, SKU, e-mail or tracking number',
    words: text,
    run: () => findRecord(shell, text),
  };
}
