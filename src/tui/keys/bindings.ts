/**
 * Every key of the terminal, in one table: the dispatcher, `?` help, the hints line, docs/keys.md and the names that
 * the config rebinds all come from it. A new key is one line here and a handler in `useKeys`.
 *
 * Rules: no bare key destroys or pays out (terminal.md). Not used: Ctrl-a and Ctrl-b outside fields (tmux and screen
 * own them), F-keys alone, Alt alone.
 */
/**
 * Where a key means what it means, and which scope goes on listening beneath it: a key may mean one thing from a scope
 * down to its last. `app` holds everywhere but in a field, a menu or a dialog.
 */
export const beneath = {
  app: undefined,
  list: 'app',
  detail: 'app',
  orders: 'list',
  order: 'detail',
  tally: 'detail',
  fulfil: 'detail',
  backups: 'detail',
  payments: 'list',
  payment: 'detail',
  low: 'list',
  dashboard: 'detail',
  product: 'detail',
  catalog: 'list',
  prices: 'list',
  import: 'list',
  digits: undefined,
  moderate: 'list',
  customer: 'detail',
  staff: 'list',
  reports: 'list',
  results: 'detail',
  columns: undefined,
  field: undefined,
  menu: undefined,
  dialog: undefined,
  conflict: 'menu',
} as const;

/** Scopes of screens and dialogs that take digits as well: a digit cannot mean something else there. */
export const besideDigits: readonly KeyScope[] = ['tally', 'fulfil', 'low', 'moderate', 'dashboard', 'menu', 'dialog'];

/** These work in every state of the program, also over menus, dialogs and fields. */
export const always: ReadonlySet<string> = new Set(['quit', 'suspend', 'redraw', 'help'] satisfies ActionId[]);

export type KeyScope = keyof typeof beneath;

export const scopes = Object.keys(beneath) as KeyScope[];

export const groups = ['Move', 'Open and back', 'Find', 'Mark', 'Act', 'Fields', 'Program'] as const;
export type KeyGroup = (typeof groups)[number];

export interface Binding {
  /** `j`, `G`, `ctrl+d`, `shift+tab`, `enter`, `esc`, `space`, `pageup`, `f5`. The first is the one that is shown. */
  readonly keys: readonly string[];
  /** One or two words for the hints line. */
  readonly label: string;
  /** One clause for help and docs. */
  readonly help: string;
  readonly group: KeyGroup;
  readonly scope: KeyScope;
}

export const bindings = {
  'move.down': row(['j', 'down'], 'down', 'One row down', 'Move', 'list'),
  'move.up': row(['k', 'up'], 'up', 'One row up', 'Move', 'list'),
  'move.first': row(['g', 'home'], 'first', 'The first row', 'Move', 'list'),
  'move.last': row(['G', 'end'], 'last', 'The last row, however far', 'Move', 'list'),
  'move.page-down': row(['pagedown', 'ctrl+f'], 'page down', 'One screenful down', 'Move', 'list'),
  'move.page-up': row(['pageup'], 'page up', 'One screenful up', 'Move', 'list'),
  'move.half-down': row(['ctrl+d'], 'half down', 'Half a screenful down', 'Move', 'list'),
  'move.half-up': row(['ctrl+u'], 'half up', 'Half a screenful up', 'Move', 'list'),

  open: row(['enter'], 'open', 'Open what the cursor is on', 'Open and back', 'list'),
  preview: row(['p'], 'preview', 'Show or hide the preview', 'Open and back', 'list'),
  'next-match': row(['n'], 'next', 'To the next row that is marked or has changed', 'Find', 'list'),
  'previous-match': row(['N'], 'previous', 'To the one before', 'Find', 'list'),
  mark: row(['space'], 'mark', 'Mark or unmark the row', 'Mark', 'list'),
  'mark.range': row(['v'], 'range', 'Mark from here to where the cursor goes', 'Mark', 'list'),
  'mark.all': row(['*'], 'all', 'Mark all loaded rows, then all that match, then none', 'Mark', 'list'),
  bulk: row(['B'], 'in bulk', 'Do something with all marked rows', 'Act', 'list'),
  sort: row(['s'], 'sort', 'Choose the order of the list', 'Find', 'list'),
  views: row(['V'], 'views', 'Open, save, rename or delete a view', 'Find', 'list'),
  columns: row(['C'], 'columns', 'Choose the columns, their order and widths', 'Find', 'list'),
  count: row(['#'], 'count', 'Count all rows of the filter exactly', 'Find', 'list'),

  'scroll.down': row(['j', 'down'], 'down', 'One line down', 'Move', 'detail'),
  'scroll.up': row(['k', 'up'], 'up', 'One line up', 'Move', 'detail'),
  'scroll.page-down': row(['pagedown', 'ctrl+d', 'ctrl+f'], 'page down', 'One screenful down', 'Move', 'detail'),
  'scroll.page-up': row(['pageup', 'ctrl+u'], 'page up', 'One screenful up', 'Move', 'detail'),
  'scroll.first': row(['g', 'home'], 'top', 'To the top', 'Move', 'detail'),
  'scroll.last': row(['G', 'end'], 'end', 'To the end', 'Move', 'detail'),
  choose: row(['enter'], 'choose', 'Open what is selected', 'Open and back', 'detail'),
  'record.next': row(['n'], 'next', 'The next record of the list it was opened from', 'Move', 'detail'),
  'record.previous': row(['p', 'N'], 'before', 'The record before it in that list', 'Move', 'detail'),

  back: row(
    ['esc', 'f4'],
    'back',
    'Back: first the selection, then the filter, then the screen',
    'Open and back',
    'app',
  ),
  leave: row(['q'], 'leave', 'Leave the screen; on the first one, the program', 'Open and back', 'app'),
  'last-view': row(['-'], 'last view', 'The screen before this one, and again to come back', 'Open and back', 'app'),
  'pane.next': row(['tab'], 'pane', 'The next pane', 'Move', 'app'),
  'pane.previous': row(['shift+tab'], 'pane back', 'The pane before', 'Move', 'app'),
  'tab.next': row([']'], 'tab', 'The next tab', 'Move', 'app'),
  'tab.previous': row(['['], 'tab back', 'The tab before', 'Move', 'app'),
  filter: row(['/'], 'filter', 'Filter the list', 'Find', 'app'),
  palette: row([':'], 'go to', 'Go to a screen, an operation or a record', 'Find', 'app'),
  actions: row(['x', 'f2'], 'actions', 'What can be done with this, and why not', 'Act', 'app'),
  edit: row(['e'], 'edit', 'Edit', 'Act', 'app'),
  copy: row(['y'], 'copy', 'Copy to the clipboard', 'Act', 'app'),
  export: row(['E'], 'export', 'Export what is shown', 'Act', 'app'),
  undo: row(['z', 'f3'], 'undo', 'Undo the last thing, where it can be', 'Act', 'app'),
  refresh: row(['r', 'ctrl+r', 'f5'], 'refresh', 'Load again', 'Program', 'app'),
  help: row(['?', 'f1'], 'help', 'All keys', 'Program', 'app'),
  redraw: row(['ctrl+l'], 'redraw', 'Draw the screen again', 'Program', 'app'),
  suspend: row(['ctrl+z'], 'suspend', 'Back to the shell; fg comes back here', 'Program', 'app'),
  quit: row(['ctrl+c', 'ctrl+q'], 'quit', 'Leave the program', 'Program', 'app'),

  'orders.fulfil': row(['f'], 'next step', 'Take the order, or the marked ones in turn, a step on', 'Act', 'orders'),
  'order.next': row(['f'], 'next step', 'Take the order its next step', 'Act', 'order'),
  'product.left': row(['h', 'left'], 'size before', 'One size to the left in the matrix', 'Move', 'product'),
  'product.right': row(['l', 'right'], 'next size', 'One size to the right in the matrix', 'Move', 'product'),
  'product.restock': row(['+'], 'restock', 'Restock the cell of the matrix', 'Act', 'product'),
  'product.add': row(['a'], 'add', 'Add a picture, an attribute or sizes and colours', 'Act', 'product'),
  'catalog.create': row(['a'], 'new', 'Make a new one: a product, a category below, a brand, a code', 'Act', 'catalog'),
  'catalog.price': row(['$'], 'prices', 'Change the prices of what is marked or filtered', 'Act', 'catalog'),
  'catalog.import': row(['I'], 'import', 'Import products from a file', 'Act', 'catalog'),
  'catalog.generate': row(['b'], 'many codes', 'Make many promo codes that nobody can guess', 'Act', 'catalog'),
  'tree.fold': row(['h', 'left'], 'fold', 'Fold the category, or go to the one above', 'Move', 'catalog'),
  'tree.unfold': row(['l', 'right'], 'unfold', 'Unfold the category, or go into it', 'Move', 'catalog'),
  'tree.fold-all': row(['='], 'fold all', 'Fold or unfold the whole tree', 'Move', 'catalog'),
  'tree.move': row(['m'], 'move', 'Lift the category up, to be put down elsewhere', 'Act', 'catalog'),
  'tree.top': row(['t'], 'to the top', 'Put the lifted category at the top', 'Act', 'catalog'),
  'tree.whole': row(['i'], 'put away', 'Show or hide what is in the archive', 'Find', 'catalog'),
  'prices.warnings': row(['w'], 'warnings', 'Show only the rows with a warning, or all', 'Act', 'prices'),
  'prices.apply': row(['ctrl+s'], 'apply', 'Change the prices as previewed', 'Act', 'prices'),
  'import.file': row(['f'], 'file', 'Choose another file', 'Act', 'import'),
  'import.update': row(['u'], 'update', 'Change products that the shop has already, or leave them', 'Act', 'import'),
  'import.partial': row(
    ['o'],
    'leave out',
    'Leave out products with a bad row, or take all or nothing',
    'Act',
    'import',
  ),
  'import.warehouse': row(['w'], 'stock', 'Choose where the stock of new variants goes', 'Act', 'import'),
  'import.run': row(['ctrl+s'], 'import', 'Import the file as it was tried', 'Act', 'import'),
  'tally.commit': row(['ctrl+s', 'f10'], 'book', 'Hand the whole tally over: book, count or move it', 'Act', 'tally'),
  'tally.rub': row(['backspace'], 'rub out', 'Rub out a digit', 'Act', 'tally'),
  'tally.type': row(['i'], 'type code', 'Type a code where there is no scanner', 'Act', 'tally'),
  'tally.correct': row(['c'], 'correct', 'Correct the code of the line', 'Act', 'tally'),
  'tally.drop': row(['d', 'delete'], 'take off', 'Take the line off the tally', 'Act', 'tally'),
  'tally.place': row(['w'], 'place', 'Choose the warehouse, or the count', 'Act', 'tally'),
  'tally.reference': row(['o'], 'order', 'Note the order or the reason; in a count, its sheet', 'Act', 'tally'),
  'tally.file': row(['f'], 'file', 'Add a list from a file', 'Act', 'tally'),

  'low.restock': row(['R'], 'restock', 'Restock what is marked, with the quantities shown', 'Act', 'low'),
  'low.supplier': row(['o'], 'order', 'Write what is marked to a file for the supplier', 'Act', 'low'),
  'low.rub': row(['backspace'], 'rub out', 'Rub out a digit', 'Act', 'low'),

  'digit.0': digit('0', '0-9'),
  'digit.1': digit('1'),
  'digit.2': digit('2'),
  'digit.3': digit('3'),
  'digit.4': digit('4'),
  'digit.5': digit('5'),
  'digit.6': digit('6'),
  'digit.7': digit('7'),
  'digit.8': digit('8'),
  'digit.9': digit('9'),

  'moderate.approve': row(['a'], 'approve', 'Approve the review, or the marked ones', 'Act', 'moderate'),
  'moderate.reject': row(['d'], 'reject', 'Reject it: a digit gives the reason', 'Act', 'moderate'),
  'reports.group': row(['b'], 'rows by', 'Choose what the rows of the report are', 'Find', 'reports'),
  'reports.period': row(['t'], 'time', 'Choose the time the report is about', 'Find', 'reports'),
  'reports.compare': row(['c'], 'compare', 'Compare with the time before, or not', 'Find', 'reports'),
  'staff.invite': row(['i'], 'invite', 'Invite somebody to work here', 'Act', 'staff'),
  'customer.reveal': row(
    ['u'],
    'reveal',
    'Unmask the contact data: asks why, is audited, hides again',
    'Act',
    'customer',
  ),
  'columns.down': row(['j', 'down'], 'down', 'The next column', 'Move', 'columns'),
  'columns.up': row(['k', 'up'], 'up', 'The column before', 'Move', 'columns'),
  'columns.toggle': row(['space'], 'show', 'Show or hide the column', 'Act', 'columns'),
  'columns.later': row(['J', 'shift+down'], 'later', 'Further to the right', 'Act', 'columns'),
  'columns.earlier': row(['K', 'shift+up'], 'earlier', 'Further to the left', 'Act', 'columns'),
  'columns.wider': row(['+', 'right'], 'wider', 'A cell wider', 'Act', 'columns'),
  'columns.narrower': row(['-', 'left'], 'narrower', 'A cell narrower', 'Act', 'columns'),
  'columns.reset': row(['0'], 'reset', 'As the list had them at first', 'Act', 'columns'),
  'columns.take': row(['enter'], 'take', 'Take the columns', 'Open and back', 'columns'),
  'columns.cancel': row(['esc', 'q'], 'cancel', 'Leave the columns as they were', 'Open and back', 'columns'),

  'results.again': row(['a'], 'again', 'Run what was refused or not tried once more', 'Act', 'results'),
  'fulfil.rub': row(['backspace'], 'undo', 'Rub out a digit; without one, undo the last scan', 'Act', 'fulfil'),
  'fulfil.type': row(['i'], 'type code', 'Type a code or a tracking number where there is no scanner', 'Act', 'fulfil'),
  'fulfil.short': row(['s'], 'not here', 'Say that the rest of the line is not on the shelf', 'Act', 'fulfil'),
  'fulfil.later': row(['l'], 'later', 'Leave the order for another time, on to the next', 'Act', 'fulfil'),
  'fulfil.carrier': row(['c'], 'carrier', 'Choose who carries the parcel', 'Act', 'fulfil'),
  'fulfil.warehouse': row(['w'], 'warehouse', 'Choose the warehouse', 'Act', 'fulfil'),
  'fulfil.open': row(['o'], 'order', 'Open the page of the order', 'Open and back', 'fulfil'),
  'backups.window': row(['w'], 'window', 'Which moments can be recovered', 'Act', 'backups'),
  'backups.plan': row(['m'], 'moment', 'The commands that bring a moment back', 'Act', 'backups'),
  'backups.drill': row(['d'], 'drill', 'Try a restore beside the shop', 'Act', 'backups'),

  'orders.queues': row(['Q'], 'queues', 'Choose a queue: to confirm, to pick, to ship, stuck, mine', 'Find', 'orders'),
  'payments.order': row(['o'], 'order', 'Open the order', 'Open and back', 'payments'),
  'payment.order': row(['o'], 'order', 'Open the order', 'Open and back', 'payment'),

  'field.submit': row(['enter'], 'take', 'Take what was typed', 'Fields', 'field'),
  'field.cancel': row(['esc'], 'cancel', 'Leave the field', 'Fields', 'field'),
  'field.next': row(['tab'], 'next', 'Take the suggestion; the next field', 'Fields', 'field'),
  'field.previous': row(['shift+tab'], 'previous', 'The field before', 'Fields', 'field'),
  'field.down': row(['down'], 'down', 'The next suggestion or field', 'Fields', 'field'),
  'field.up': row(['up'], 'up', 'The suggestion or field before', 'Fields', 'field'),
  'field.save': row(['ctrl+s'], 'save', 'Send the form', 'Fields', 'field'),
  'field.editor': row(['ctrl+o'], '$EDITOR', 'Write it in your own editor ($EDITOR)', 'Fields', 'field'),
  'field.start': row(['ctrl+a', 'home'], 'start', 'To the start of the line', 'Fields', 'field'),
  'field.end': row(['ctrl+e', 'end'], 'end', 'To the end of the line', 'Fields', 'field'),
  'field.left': row(['left', 'ctrl+b'], 'left', 'One character left', 'Fields', 'field'),
  'field.right': row(['right', 'ctrl+f'], 'right', 'One character right', 'Fields', 'field'),
  'field.word-left': row(['alt+b', 'ctrl+left', 'alt+left'], 'word left', 'One word left', 'Fields', 'field'),
  'field.word-right': row(['alt+f', 'ctrl+right', 'alt+right'], 'word right', 'One word right', 'Fields', 'field'),
  'field.rub': row(['backspace', 'ctrl+h'], 'rub out', 'Rub out the character before', 'Fields', 'field'),
  'field.delete': row(['delete', 'ctrl+d'], 'delete', 'Rub out the character under the cursor', 'Fields', 'field'),
  'field.kill-word': row(['ctrl+w', 'alt+backspace'], 'rub word', 'Rub out the word before', 'Fields', 'field'),
  'field.kill-word-right': row(['alt+d'], 'rub word', 'Rub out the word after', 'Fields', 'field'),
  'field.kill-start': row(['ctrl+u'], 'rub line', 'Rub out to the start of the line', 'Fields', 'field'),
  'field.kill-end': row(['ctrl+k'], 'rub rest', 'Rub out to the end of the line', 'Fields', 'field'),
  'field.yank': row(['ctrl+y'], 'put back', 'Put back what was rubbed out', 'Fields', 'field'),
  'field.transpose': row(['ctrl+t'], 'swap', 'Swap the two characters at the cursor', 'Fields', 'field'),
  'field.upper': row(['alt+u'], 'upper case', 'The word in capitals', 'Fields', 'field'),
  'field.lower': row(['alt+l'], 'lower case', 'The word in small letters', 'Fields', 'field'),
  'field.capital': row(['alt+c'], 'capital', 'The word with a capital', 'Fields', 'field'),
  'field.undo': row(['ctrl+_'], 'undo', 'Take back what was typed last', 'Fields', 'field'),
  'field.older': row(['ctrl+p'], 'older', 'What was typed here before', 'Fields', 'field'),
  'field.newer': row(['ctrl+n'], 'newer', 'And forward again', 'Fields', 'field'),

  'menu.down': row(['j', 'down', 'tab', 'ctrl+n'], 'down', 'The next choice', 'Move', 'menu'),
  'menu.up': row(['k', 'up', 'shift+tab', 'ctrl+p'], 'up', 'The choice before', 'Move', 'menu'),
  'menu.first': row(['g', 'home'], 'first', 'The first choice', 'Move', 'menu'),
  'menu.last': row(['G', 'end'], 'last', 'The last choice', 'Move', 'menu'),
  'menu.choose': row(['enter', 'space'], 'choose', 'Take the choice', 'Open and back', 'menu'),
  'menu.cancel': row(['esc', 'q'], 'cancel', 'Close the menu', 'Open and back', 'menu'),

  'dialog.next': row(['tab', 'right', 'l', 'down'], 'other button', 'The other button', 'Move', 'dialog'),
  'dialog.previous': row(['shift+tab', 'left', 'h', 'up'], 'other button', 'The button before', 'Move', 'dialog'),
  'dialog.press': row(['enter'], 'press', 'Press the button', 'Act', 'dialog'),
  'dialog.yes': row(['y'], 'yes', 'Agree', 'Act', 'dialog'),
  'conflict.theirs': row(['t', 'left'], 'theirs', 'Take what they wrote', 'Act', 'conflict'),
  'conflict.mine': row(['m', 'right'], 'mine', 'Take what you wrote', 'Act', 'conflict'),
  'conflict.save': row(['ctrl+s'], 'save', 'Save what was chosen', 'Act', 'conflict'),
  'dialog.cancel': row(['esc', 'n', 'q'], 'cancel', 'Cancel', 'Open and back', 'dialog'),
} as const satisfies Record<string, Binding>;

export type ActionId = keyof typeof bindings;

function digit<const K extends string>(key: K, label: string = key): Binding & { readonly keys: readonly [K] } {
  return row([key], label, 'Type a quantity, or choose what has that number', 'Act', 'digits');
}

function row<const K extends readonly string[]>(
  keys: K,
  label: string,
  help: string,
  group: KeyGroup,
  scope: KeyScope,
): Binding & { readonly keys: K } {
  return { keys, label, help, group, scope };
}
