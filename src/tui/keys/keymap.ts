import {
  always,
  beneath,
  besideDigits,
  bindings,
  scopes,
  type ActionId,
  type Binding,
  type KeyScope,
} from './bindings.ts';

/** The table with the person's own keys in it: by scope, from a key's name to what it does. */
export interface Keymap {
  action(scope: KeyScope, key: string): ActionId | undefined;
  /** The keys of an action, the shown one first. */
  keys(action: ActionId): readonly string[];
}

export type Rebindings = Readonly<Record<string, readonly string[]>>;

/** A scope and all that listen beneath it at the same time. */
function together(scope: KeyScope): readonly KeyScope[] {
  const below = beneath[scope];
  return below === undefined ? [scope] : [scope, ...together(below)];
}

/** All that can be pressed in one state of the program, for every scope that a state may have on top. */
const states: readonly ReadonlySet<KeyScope>[] = [
  ...scopes.map((scope) => new Set(together(scope))),
  ...besideDigits.map((scope) => new Set<KeyScope>(['digits', ...together(scope)])),
];

export const actionIds = Object.keys(bindings) as ActionId[];

export function bindingOf(action: ActionId): Binding {
  return bindings[action];
}

/**
 * Puts the config's `keys: { "orders.fulfil": ["F"] }` over the table. An empty list takes the key away. Problems come
 * back as sentences; what is wrong is left as the table has it, so that a bad config never locks anybody out.
 */
export function makeKeymap(rebindings: Rebindings = {}): { keymap: Keymap; problems: readonly string[] } {
  const problems: string[] = [];
  const keysOf = new Map<ActionId, readonly string[]>(actionIds.map((id) => [id, bindings[id].keys]));
  for (const [id, keys] of Object.entries(rebindings)) {
    if (!isAction(id)) problems.push(`There is no action "${id}" to bind a key to.`);
    else {
      const bad = keys.find((key) => !isKey(key));
      if (bad === undefined) {
        const before = keysOf.get(id);
        keysOf.set(id, keys);
        const conflict = conflicts((action) => keysOf.get(action) ?? []).find(({ actions }) => actions.includes(id));
        if (conflict) {
          problems.push(`"${conflict.key}" cannot be bound to ${id}: ${others(conflict.actions, id)} has it already.`);
          keysOf.set(id, before ?? []);
        }
      } else problems.push(`"${bad}" is no key: write it like "j", "ctrl+d", "shift+tab" or "f5".`);
    }
  }
  const byScope = new Map<KeyScope, Map<string, ActionId>>(scopes.map((scope) => [scope, new Map()]));
  for (const [id, keys] of keysOf) for (const key of keys) byScope.get(bindings[id].scope)?.set(key, id);
  return {
    problems,
    keymap: {
      action: (scope, key) => byScope.get(scope)?.get(key),
      keys: (action) => keysOf.get(action) ?? [],
    },
  };
}

function others(actions: readonly ActionId[], id: ActionId): string {
  return actions.filter((one) => one !== id).join(', ');
}

export interface KeyConflict {
  readonly key: string;
  readonly actions: readonly ActionId[];
}

/** Keys that would mean two things at once. */
export function conflicts(keysOf: (action: ActionId) => readonly string[]): readonly KeyConflict[] {
  const found = new Map<string, KeyConflict>();
  for (const state of states) {
    const owners = new Map<string, ActionId[]>();
    for (const id of actionIds.filter((one) => state.has(bindings[one].scope) || always.has(one))) {
      for (const key of keysOf(id)) owners.set(key, [...(owners.get(key) ?? []), id]);
    }
    for (const [key, actions] of owners) {
      if (actions.length > 1) found.set(`${key} ${actions.join(' ')}`, { key, actions });
    }
  }
  return [...found.values()];
}

function isAction(id: string): id is ActionId {
  return id in bindings;
}

const names = 'enter|esc|space|tab|backspace|delete|insert|up|down|left|right|home|end|pageup|pagedown|f1[0-2]?|f[2-9]';
const keyShape = new RegExp(`^(?:ctrl\\+)?(?:alt\\+)?(?:shift\\+)?(?:${names}|\\S)$`, 'u');

function isKey(key: string): boolean {
  return keyShape.test(key);
}

/** How an event is called in the table: `ctrl+alt+shift+name`. Shift on a plain character is in the character. */
export function keyName(key: { name: string; ctrl: boolean; alt: boolean; shift: boolean }): string {
  return `${key.ctrl ? 'ctrl+' : ''}${key.alt ? 'alt+' : ''}${key.shift ? 'shift+' : ''}${key.name}`;
}

const shown: Readonly<Record<string, string>> = {
  up: '↑',
  down: '↓',
  left: '←',
  right: '→',
  pageup: 'PgUp',
  pagedown: 'PgDn',
  enter: 'Enter',
  esc: 'Esc',
  space: 'Space',
  tab: 'Tab',
  backspace: 'Backspace',
  delete: 'Del',
  home: 'Home',
  end: 'End',
};

/** The key that is shown for an action, as it is bound; empty when the config has taken it away. */
export function shownKey(keymap: Keymap, action: ActionId): string {
  const [key] = keymap.keys(action);
  return key === undefined ? '' : keyLabel(key);
}

/** For people: `Ctrl-d`, `Shift-Tab`, `PgUp`. */
export function keyLabel(key: string): string {
  const parts = key === '+' ? [key] : key.split('+');
  const name = parts.pop() ?? '';
  const label = shown[name] ?? (/^f\d+$/u.test(name) ? name.toUpperCase() : name);
  return [...parts.map((part) => part.charAt(0).toUpperCase() + part.slice(1)), label].join('-');
}
