import { commandName } from '../../../domain/command-name.ts';
import { may } from '../../../domain/permissions.ts';
import type { FoundRecord } from '../../../operations/records.ts';
import type { ActionId } from '../../keys/bindings.ts';
import { bindingOf, shownKey } from '../../keys/keymap.ts';
import { askRecord, openEdit, openForm, resume } from '../form/open.ts';
import { keptForms, tellKept } from '../form/drafts.ts';
import { mayBeRecord, openRecord, recordIdOf, recordOfId, wayTo } from '../records.ts';
import { findNow } from './look-up.ts';
import { viewEntries } from '../list/views.ts';
import { preferenceEntries } from '../preferences.ts';
import type { AnyOperation } from '../overlay.ts';
import type { Shell } from '../shell.ts';
import { leaving, running, stopWork } from '../work.ts';

export interface PaletteEntry {
  /** What recents remember; it says by itself how to get there again. */
  readonly id: string;
  readonly label: string;
  readonly hint: string;
  /** Words it is found by. */
  readonly words: string;
  /** Names of a screen, the most usual first: who types one of them whole means the screen. */
  readonly names?: readonly string[];
  readonly disabled?: string | undefined;
  run(): unknown;
}

const staff = ['admin', 'manager', 'warehouse', 'oncall'] as const;

/** Everything that can be gone to or done: screens, operations, the program's own words. */
export function paletteEntries(shell: Shell, here: readonly ActionId[]): readonly PaletteEntry[] {
  return [
    ...keptEntries(shell),
    ...screenEntries(shell),
    ...savedEntries(shell),
    ...keyEntries(shell, here),
    ...operationEntries(shell),
    ...programEntries(shell, here),
  ];
}

/** What a key does on the screen below, for who knows the word and not the key; which is told beside it. */
function keyEntries(shell: Shell, here: readonly ActionId[]): PaletteEntry[] {
  const { keymap } = shell.options;
  return [...new Set(here)]
    .filter((action) => ['Act', 'Find', 'Mark'].includes(bindingOf(action).group) && action !== 'palette')
    .flatMap((action) => {
      const key = shownKey(keymap, action);
      if (key === '') return [];
      const { label, help } = bindingOf(action);
      return {
        id: `key ${action}`,
        label,
        hint: `${key}  ${help}`,
        words: `${label} ${help}`,
        run: () => shell.dispatcher.perform(action),
      };
    });
}

function screenEntries(shell: Shell): PaletteEntry[] {
  const actor = shell.actor.get();
  return shell.options.screens
    .filter((screen) => !screen.needsParams)
    .map((screen) => ({
      id: `screen ${screen.name}`,
      label: screen.words[0] ?? screen.name,
      hint: 'screen',
      words: [screen.name, ...screen.words].join(' '),
      names: [screen.name, ...screen.words],
      disabled: actor && !may(actor.role, screen.permission) ? `${actor.role} may not open it` : undefined,
      run: () => shell.navigate(screen.name),
    }));
}

/** Views that this person saved, of any list. */
function savedEntries(shell: Shell): PaletteEntry[] {
  return viewEntries(shell).map(({ name, hint, open }) => ({
    id: `view ${name}`,
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
        id: `operation ${operation.name}`,
        label: commandName(operation.name),
        hint: operation.summary,
        words: `${commandName(operation.name)} ${operation.summary}`,
        disabled: forbidden,
        run: () => openByName(shell, operation),
      };
    });
}

/** An edit asks first which record; then its form is filled with what stands there. What has a screen is done there. */
async function openByName(shell: Shell, operation: AnyOperation): Promise<void> {
  const home = shell.options.screens.find((screen) => screen.runs === operation.name);
  if (home) shell.navigate(home.name);
  else if (!operation.edits) await openForm(shell, operation);
  else {
    const named = await askRecord(shell, operation);
    if (named) await openEdit(shell, operation, named);
  }
}

/** Forms that were left half filled in. */
function keptEntries(shell: Shell): PaletteEntry[] {
  const actor = shell.actor.get();
  if (!actor) return [];
  return keptForms(shell.options.draftsOf(actor)).map((kept) => ({
    id: `draft ${kept.at}`,
    label: `go on: ${commandName(kept.operation)}`,
    hint: tellKept(kept),
    words: `go on draft form half ${commandName(kept.operation)}`,
    run: () => resume(shell, kept),
  }));
}

function programEntries(shell: Shell, here: readonly ActionId[]): PaletteEntry[] {
  const now = shell.actor.get();
  const going = running(shell);
  const { sampleActor } = shell.options;
  const roles = sampleActor
    ? staff.map((role) => ({
        id: `role ${role}`,
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
      id: 'program help',
      label: 'help',
      hint: 'all keys',
      words: 'help keys',
      run: () => shell.open({ kind: 'help', here, answer: () => undefined }),
    },
    {
      id: 'program copy command',
      label: 'copy command',
      hint: 'the command line that shows the same',
      words: 'copy command twin cli',
      run: () => copyTwin(shell),
    },
    ...preferenceEntries(shell),
    {
      id: 'program lock',
      label: 'lock',
      hint: 'cover the screen until you are back',
      words: 'lock screen away',
      run: () => shell.lock('You locked the screen.'),
    },
    {
      id: 'program quit',
      label: 'quit',
      hint: 'leave the program',
      words: 'q quit exit leave',
      run: leaving(shell),
    },
    {
      id: 'program stop',
      label: 'stop',
      hint: `end what runs${going === undefined ? '' : `: ${going}`}`,
      words: 'stop cancel abort what runs',
      disabled: going === undefined ? 'nothing runs that could be stopped' : undefined,
      run: () => stopWork(shell),
    },
  ];
}

function copyTwin(shell: Shell): void {
  const place = shell.stack.get().at(-1);
  const twin = place?.screen.twin(place.params);
  if (twin === undefined) shell.toast('info', 'No command line shows the same as this screen.');
  else shell.copy(`solemate ${twin}`);
}

/** A record that was found, as an entry; undefined where no screen shows it. */
export function recordEntry(shell: Shell, record: FoundRecord): PaletteEntry | undefined {
  const actor = shell.actor.get();
  const way = wayTo(shell.options.screens, record);
  if (!actor || !way) return undefined;
  return {
    id: recordIdOf(record),
    label: record.handle,
    hint: `${record.kind} · ${record.told}`,
    words: `${record.handle} ${record.told}`,
    disabled: may(actor.role, way.screen.permission) ? undefined : `${actor.role} may not open it`,
    run: () => shell.navigate(way.screen.name, way.params),
  };
}

/** Records that were opened lately, as far as their ids tell them. */
export function recentRecords(shell: Shell, recents: readonly string[]): readonly PaletteEntry[] {
  return recents.flatMap((id) => {
    const record = recordOfId(id);
    if (!record) return [];
    const { kind, handle } = record;
    const words = `${handle} ${kind}`;
    return [{ id, label: handle, hint: `${kind} · lately`, words, run: () => openRecord(shell, record) }];
  });
}

/** What opens at once what this is called, before anything was found. */
export function findEntry(
  shell: Shell,
  typed: string,
  opened: (record: FoundRecord) => void,
): PaletteEntry | undefined {
  const text = typed.trim();
  if (!mayBeRecord(text)) return undefined;
  return {
    id: `find ${text}`,
    label: `Find ${text}`,
    hint: 'order, SKU, e-mail or tracking number',
    words: text,
    run: async () => {
      const record = await findNow(shell, text);
      if (record) opened(record);
    },
  };
}
