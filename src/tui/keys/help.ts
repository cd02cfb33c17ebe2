import { groups, type ActionId, type KeyScope } from './bindings.ts';
import { actionIds, bindingOf, keyLabel, makeKeymap, shownKey, type Keymap, type Rebindings } from './keymap.ts';

export interface HelpLine {
  readonly action: ActionId;
  readonly keys: string;
  readonly help: string;
  readonly scope: KeyScope;
}

export interface HelpGroup {
  readonly group: string;
  readonly lines: readonly HelpLine[];
}

/**
 * What `?` shows: first the keys that do something where one is, what is used most before the rest; then all others by
 * group. Only those whose key, help or name holds every typed word.
 */
export function helpGroups(keymap: Keymap, here: readonly ActionId[] = [], typed = ''): readonly HelpGroup[] {
  const words = typed.toLowerCase().split(/\s+/u).filter(Boolean);
  const lines = actionIds
    .filter((action) => keymap.keys(action).length > 0)
    .map((action) => lineOf(keymap, action))
    .filter(({ action, keys, help }) => {
      const hay = `${action} ${keys} ${help}`.toLowerCase();
      return words.every((word) => hay.includes(word));
    });
  const rank = (action: ActionId) => (hintOrder.includes(action) ? hintOrder.indexOf(action) : hintOrder.length);
  const near = lines.filter(({ action }) => here.includes(action)).sort((a, b) => rank(a.action) - rank(b.action));
  const far = lines.filter(({ action }) => !here.includes(action));
  return [
    { group: 'Here', lines: near },
    ...groups.map((group) => ({ group, lines: far.filter(({ action }) => bindingOf(action).group === group) })),
  ].filter((one) => one.lines.length > 0);
}

function lineOf(keymap: Keymap, action: ActionId): HelpLine {
  const keys = keymap.keys(action).map(keyLabel).join(' ');
  return { action, keys, help: bindingOf(action).help, scope: bindingOf(action).scope };
}

export interface KeyRow {
  readonly action: ActionId;
  /** As people write them; empty when the config has taken them away. */
  readonly keys: readonly string[];
  readonly help: string;
  readonly scope: KeyScope;
  readonly group: string;
  /** Bound by the config. */
  readonly own: boolean;
}

/** Every action with its keys, a person's own in place of the table's, and what is wrong with those that they wrote. */
export function keyTable(rebindings: Rebindings = {}): {
  readonly rows: KeyRow[];
  readonly problems: readonly string[];
} {
  const { keymap, problems } = makeKeymap(rebindings);
  const rows = actionIds.map((action): KeyRow => {
    const { help, scope, group, keys } = bindingOf(action);
    const bound = keymap.keys(action);
    return { action, keys: bound.map(keyLabel), help, scope, group, own: bound.join(' ') !== keys.join(' ') };
  });
  return { rows, problems };
}

const scopeTitles: Readonly<Record<KeyScope, string>> = {
  app: 'Everywhere',
  list: 'In a list',
  detail: 'In a detail page',
  orders: 'Orders',
  order: 'One order',
  tally: 'Restock, count and transfer',
  fulfil: 'Fulfilment',
  backups: 'Backups',
  payments: 'Payments, refunds, money owed',
  payment: 'One payment',
  dashboard: 'Dashboard',
  product: 'One product',
  catalog: 'Products, categories, brands and promo codes',
  prices: 'A change of prices',
  import: 'Import of products',
  low: 'Low stock',
  digits: 'Digits',
  moderate: 'Moderating reviews',
  customer: 'One customer',
  staff: 'Staff',
  reports: 'Reports',
  results: 'Results of a run',
  columns: 'Choosing columns',
  field: 'While typing',
  menu: 'In a menu',
  dialog: 'In a question',
  conflict: 'When somebody else was faster',
};

/** docs/keys.md, generated so that it cannot lie. */
export function keysMarkdown(): string {
  const { keymap } = makeKeymap();
  const scopes = Object.keys(scopeTitles) as KeyScope[];
  const parts = scopes.map((scope) => {
    const lines = actionIds
      .filter((action) => bindingOf(action).scope === scope)
      .map((action) => {
        const keys = keymap.keys(action).map((key) => `\`${keyLabel(key)}\``);
        return `| ${keys.join(' ')} | ${bindingOf(action).help} | \`${action}\` |`;
      });
    return [`## ${scopeTitles[scope]}`, '', '| keys | what it does | name |', '| --- | --- | --- |', ...lines].join(
      '\n',
    );
  });
  return [
    '# Keys',
    'Generated from `src/tui/keys/bindings.ts`; `npm run docs` writes it again. `?` in the terminal shows the same, filtered as\nyou type. Any of them can be bound to other keys by its name in the config:',
    '```json\n{ "keys": { "orders.fulfil": ["F", "ctrl+o"], "preview": [] } }\n```',
    ...parts,
    '',
  ].join('\n\n');
}

/** What the hints line tells first; the rest is a `?` away. */
const hintOrder: readonly ActionId[] = [
  'field.submit',
  'field.cancel',
  'menu.choose',
  'menu.cancel',
  'dialog.press',
  'dialog.cancel',
  'results.again',
  'columns.take',
  'columns.toggle',
  'open',
  'choose',
  'orders.fulfil',
  'order.next',
  'orders.queues',
  'payments.order',
  'payment.order',
  'record.next',
  'product.restock',
  'product.add',
  'tree.move',
  'tree.top',
  'catalog.create',
  'catalog.price',
  'catalog.generate',
  'prices.apply',
  'import.run',
  'import.file',
  'fulfil.short',
  'fulfil.carrier',
  'fulfil.later',
  'tally.commit',
  'tally.type',
  'moderate.approve',
  'moderate.reject',
  'customer.reveal',
  'staff.invite',
  'reports.group',
  'reports.period',
  'reports.compare',
  'low.restock',
  'low.supplier',
  'actions',
  'undo',
  'mark',
  'bulk',
  'filter',
  'palette',
  'help',
  'back',
  'preview',
  'tab.next',
];

export interface Hint {
  readonly key: string;
  readonly label: string;
}

/** `said`: words for this moment in place of the usual ones; '' leaves a key out. */
export function hints(
  keymap: Keymap,
  listening: readonly ActionId[],
  said: Partial<Record<ActionId, string>> = {},
): readonly Hint[] {
  return hintOrder
    .filter((action) => listening.includes(action))
    .flatMap((action) => {
      const key = shownKey(keymap, action);
      const label = said[action] ?? bindingOf(action).label;
      return key === '' || label === '' ? [] : [{ key, label }];
    });
}
