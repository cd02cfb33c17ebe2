import { always, type ActionId, type KeyScope } from '../keys/bindings.ts';
import { bindingOf, keyName, type Keymap } from '../keys/keymap.ts';
import type { InputEvent, KeyEvent, ScanMode } from './decoder.ts';
import { value, type Value } from './value.ts';

export type KeyHandlers = Partial<Record<ActionId, () => void>>;

export type KeyLabels = Partial<Record<ActionId, string>>;

/** Somebody who listens to keys. Higher levels are asked first; the shell is 0, a screen 1, what lies over it more. */
export interface KeyLayer {
  readonly level: number;
  readonly scope: KeyScope;
  handlers(): KeyHandlers;
  /** What the hints line says of a key here in place of its usual word; '' keeps it out of there. */
  labels?(): KeyLabels;
  /** Nothing below hears a key, a scan or a paste while this is here. */
  readonly modal: boolean;
}

export interface FieldTarget {
  readonly level: number;
  insert(text: string): void;
  /** False when it means nothing to this field: the screen is asked then. */
  act(action: ActionId): boolean;
}

export type ClickHandler = (column: number, row: number) => unknown;

export interface Dispatcher {
  readonly feed: (events: readonly InputEvent[]) => void;
  readonly addLayer: (layer: KeyLayer) => () => void;
  readonly addField: (field: FieldTarget) => () => void;
  /** A handler that answers false leaves the scan to the field that is open. */
  readonly addScan: (level: number, handler: (code: string) => unknown) => () => void;
  /** Clicks in the screen's body, cells from its left upper corner. A handler that answers false leaves one to others of its level. */
  readonly addClick: (level: number, handler: ClickHandler) => () => void;
  readonly addPaste: (level: number, handler: (text: string) => void) => () => void;
  /** What the key of this action would do, once what is on its way to the screen is there. */
  readonly perform: (action: ActionId) => Promise<void>;
  /** How the decoder must look for scans now. */
  readonly scanMode: () => ScanMode;
  /** What keys do something now, for the hints line; changes with `version`. */
  readonly listening: () => readonly ActionId[];
  /** Words of their own for them. */
  readonly labels: () => KeyLabels;
  readonly version: Value<number>;
  /** True while events wait for the screen to catch up. */
  readonly busy: () => boolean;
}

export interface DispatcherOptions {
  readonly keymap: () => Keymap;
  /** Resolves when what the last key changed is on its way to the screen and new listeners are in place. */
  readonly settled: () => Promise<void>;
  /** A scan or a paste that nobody takes. */
  readonly unheard: (event: InputEvent) => void;
  readonly onError: (error: unknown) => void;
  /** All that came has been handled. */
  readonly drained: () => void;
}

/** The header and the breadcrumbs. */
const bodyTop = 2;
const wheelLines = 3;

export function createDispatcher(options: DispatcherOptions): Dispatcher {
  const layers: KeyLayer[] = [];
  const fields: FieldTarget[] = [];
  const scans: { level: number; handler: (code: string) => unknown }[] = [];
  const clicks: { level: number; handler: ClickHandler }[] = [];
  const pastes: { level: number; handler: (text: string) => void }[] = [];
  const queue: InputEvent[] = [];
  const version = value(0);
  let draining = false;

  function added<T>(list: T[], item: T): () => void {
    list.push(item);
    version.update((now) => now + 1);
    return () => {
      const at = list.indexOf(item);
      if (at >= 0) list.splice(at, 1);
      version.update((now) => now + 1);
    };
  }

  function listening(): readonly ActionId[] {
    const typing = field();
    // Over a screen a field takes every plain key: what the screen would do with it is not told then.
    if (typing && typing.level > 1) return ['field.submit', 'field.cancel'];
    return heard().flatMap((layer) => {
      const present = Object.entries(layer.handlers()).filter(([, handler]) => Boolean(handler));
      return present.map(([action]) => action as ActionId);
    });
  }

  /** Of each key what the layer says that is asked first; nobody has a word for a key that is heard above them. */
  function labels(): KeyLabels {
    const said: KeyLabels = {};
    const taken = new Map<string, number>();
    for (const layer of ordered()) {
      const { level } = layer;
      for (const [action, word] of Object.entries(layer.labels?.() ?? {})) {
        if (!(action in said) && (taken.get(action) ?? level) <= level) said[action as ActionId] = word;
      }
      for (const action of Object.keys(layer.handlers())) {
        if (!taken.has(action)) taken.set(action, level);
      }
    }
    return said;
  }

  /** Below this level nobody hears anything. */
  const floor = () => Math.max(0, ...layers.filter((layer) => layer.modal).map((layer) => layer.level));

  function field(): FieldTarget | undefined {
    const found = highest(fields);
    return found && found.level >= floor() ? found : undefined;
  }

  function scan() {
    const found = highest(scans);
    return found && found.level >= floor() ? found : undefined;
  }

  function scanMode(): ScanMode {
    const typing = field();
    const scanning = scan();
    if (scanning && (!typing || typing.level <= scanning.level)) return 'hold';
    return typing ? 'off' : 'direct';
  }

  function feed(events: readonly InputEvent[]): void {
    queue.push(...events);
    if (!draining && queue.length > 0) void drain();
  }

  async function drain(): Promise<void> {
    draining = true;
    try {
      for (let event = queue.shift(); event; event = queue.shift()) {
        const again = handle(event);
        if (again.rest) queue.unshift(again.rest);
        // What comes next belongs to what this key opened (type-ahead), so that must be listening first.
        if (again.settle) await options.settled();
      }
    } finally {
      draining = false;
      options.drained();
    }
  }

  interface Handled {
    readonly settle: boolean;
    readonly rest?: InputEvent | undefined;
  }

  function handle(event: InputEvent): Handled {
    try {
      switch (event.kind) {
        case 'text':
          return handleText(event.text);
        case 'key':
          return { settle: handleKey(keyName(event), event) };
        case 'scan':
          return { settle: handleScan(event) };
        case 'paste':
          return { settle: handlePaste(event) };
        case 'mouse':
          return { settle: handleMouse(event) };
        case 'focus':
        case 'background':
          return { settle: false };
      }
    } catch (error) {
      options.onError(error);
      return { settle: false };
    }
  }

  function handleText(text: string): Handled {
    const typing = field();
    if (typing) {
      typing.insert(text);
      return { settle: false };
    }
    const first = String.fromCodePoint(text.codePointAt(0) ?? 0);
    const rest = text.slice(first.length);
    const settle = press(first === ' ' ? 'space' : first);
    return { settle, rest: rest === '' ? undefined : { kind: 'text', text: rest } };
  }

  function handleKey(name: string, event: KeyEvent): boolean {
    const typing = field();
    if (typing) {
      const action = options.keymap().action('field', name);
      if (action && typing.act(action)) return true;
      // Esc and the next key arrive as Alt over a slow line; where Alt means nothing, Esc is what was pressed.
      if (event.alt && action === undefined) return splitAlt(event);
      return press(name, typing.level);
    }
    if (event.alt && !bound(name)) return splitAlt(event);
    return press(name);
  }

  function splitAlt(event: KeyEvent): boolean {
    const plain = keyName({ ...event, alt: false });
    queue.unshift(
      { kind: 'key', name: 'esc', ctrl: false, alt: false, shift: false },
      /^.$/u.test(plain) ? { kind: 'text', text: plain } : { ...event, alt: false },
    );
    return false;
  }

  function ordered(): KeyLayer[] {
    const lowest = floor();
    return layers
      .map((layer, index) => ({ layer, index }))
      .sort((a, b) => b.layer.level - a.layer.level || b.index - a.index)
      .map(({ layer }) => layer)
      .filter((layer) => layer.level >= lowest || layer.level === 0);
  }

  /** Without those of the shell that work even over what is modal. */
  function heard(): KeyLayer[] {
    const lowest = floor();
    return ordered().filter((layer) => layer.level >= lowest);
  }

  function bound(name: string): boolean {
    return ordered().some((layer) => options.keymap().action(layer.scope, name) !== undefined);
  }

  /** Runs what the key means; true when something may have opened, closed or changed besides a cursor. */
  function press(name: string, below = Infinity): boolean {
    const lowest = floor();
    for (const layer of ordered()) {
      const action = options.keymap().action(layer.scope, name);
      if (action === undefined || layer.level > below) continue;
      if (layer.level < lowest && !always.has(action)) continue;
      const handler = layer.handlers()[action];
      if (!handler) continue;
      handler();
      return bindingOf(action).group !== 'Move';
    }
    return false;
  }

  async function perform(action: ActionId): Promise<void> {
    await options.settled();
    heard()
      .map((layer) => layer.handlers()[action])
      .find(Boolean)?.();
  }

  function handleScan(event: InputEvent & { kind: 'scan' }): boolean {
    const typing = field();
    const scanning = scan();
    const heard = scanning && (!typing || typing.level <= scanning.level) && scanning.handler(event.code) !== false;
    if (heard) return true;
    if (typing) {
      typing.insert(event.code);
      if (event.end !== 'none') typing.act(event.end === 'enter' ? 'field.submit' : 'field.next');
    } else options.unheard(event);
    return true;
  }

  /** The wheel is the arrow keys of whatever lies on top, three at a time; a field is left alone. */
  function handleMouse({ what, column, row }: InputEvent & { kind: 'mouse' }): boolean {
    if (what === 'click') {
      const level = highest(clicks)?.level ?? 0;
      const lowest = Math.max(floor(), field()?.level ?? 0);
      const asked = level < lowest ? [] : clicks.filter((one) => one.level === level).reverse();
      asked.some(({ handler }) => handler(column, row - bodyTop) !== false);
      return true;
    }
    if (field()) return false;
    for (let turn = 0; turn < wheelLines; turn += 1) press(what === 'wheel-up' ? 'up' : 'down');
    return false;
  }

  function handlePaste(event: InputEvent & { kind: 'paste' }): boolean {
    const typing = field();
    const pasting = highest(pastes);
    if (typing) typing.insert(event.text);
    else if (pasting && pasting.level >= floor()) pasting.handler(event.text);
    else options.unheard(event);
    return true;
  }

  return {
    feed,
    perform,
    scanMode,
    listening,
    labels,
    version,
    busy: () => draining,
    addLayer: (layer) => added(layers, layer),
    addField: (target) => added(fields, target),
    addScan: (level, handler) => added(scans, { level, handler }),
    addClick: (level, handler) => added(clicks, { level, handler }),
    addPaste: (level, handler) => added(pastes, { level, handler }),
  };
}

/** The last added of the highest level. */
function highest<T extends { readonly level: number }>(list: readonly T[]): T | undefined {
  let found: T | undefined;
  for (const item of list) if (!found || item.level >= found.level) found = item;
  return found;
}
