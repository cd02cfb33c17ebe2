import { describe, expect, test } from '@jest/globals';
import { beneath, bindings, groups, scopes, type KeyScope } from '../../../src/tui/keys/bindings.ts';
import { helpGroups, hints, keysMarkdown } from '../../../src/tui/keys/help.ts';
import { actionIds, bindingOf, conflicts, keyLabel, makeKeymap } from '../../../src/tui/keys/keymap.ts';

describe('the table of keys', () => {
  test('no key means two things at once', () => {
    expect(conflicts((action) => bindingOf(action).keys)).toEqual([]);
  });

  test('a key of one order clashes with the same key of the page and of the program beneath it', () => {
    const both = (...actions: string[]) => conflicts((action) => (actions.includes(action) ? ['f9'] : []));
    expect(both('order.next', 'scroll.down')).toEqual([{ key: 'f9', actions: ['scroll.down', 'order.next'] }]);
    expect(both('order.next', 'undo')).toEqual([{ key: 'f9', actions: ['undo', 'order.next'] }]);
    expect(both('order.next', 'move.down')).toEqual([]);
  });

  test('a digit clashes where a screen, a menu or a dialog takes digits, and only there', () => {
    const digit = (...actions: string[]) => conflicts((action) => (actions.includes(action) ? ['5'] : []));
    for (const other of ['tally.drop', 'low.restock', 'scroll.down', 'undo', 'menu.down', 'dialog.yes']) {
      expect(digit('digit.5', other)).toHaveLength(1);
    }
    expect(digit('digit.5', 'order.next')).toEqual([]);
    expect(digit('digit.5', 'columns.later')).toEqual([]);
  });

  test('what works in every state of the program clashes with menus, dialogs and fields as well', () => {
    const both = (...actions: string[]) => conflicts((action) => (actions.includes(action) ? ['f9'] : []));
    for (const other of ['menu.down', 'dialog.yes', 'field.save', 'conflict.mine', 'columns.later', 'digit.1']) {
      expect(both('quit', other)).toHaveLength(1);
    }
    expect(both('undo', 'menu.down')).toEqual([]);
    expect(makeKeymap({ help: ['j'] }).problems).toEqual([expect.stringContaining('"j" cannot be bound to help')]);
  });

  test('every scope stands over those of the program, but for digits, which some screens ask for, and what shuts it out', () => {
    const lowest = (scope: KeyScope): KeyScope => {
      const below: KeyScope | undefined = beneath[scope];
      return below === undefined ? scope : lowest(below);
    };
    expect(scopes.filter((scope) => lowest(scope) !== 'app')).toEqual([
      'digits',
      'columns',
      'field',
      'menu',
      'dialog',
      'conflict',
    ]);
  });

  test('every action has a key, a label, a help sentence, a group and a scope', () => {
    for (const action of actionIds) {
      const { keys, label, help, group, scope } = bindingOf(action);
      expect({ action, keys: keys.length > 0, label: label !== '', help: /^[A-Z]/u.test(help) }).toEqual({
        action,
        keys: true,
        label: true,
        help: true,
      });
      expect(groups).toContain(group);
      expect(scopes).toContain(scope);
    }
  });

  test('no key stands alone on an F-key, and none is taken by tmux or screen outside a field', () => {
    for (const [action, { keys, scope }] of Object.entries(bindings)) {
      const own = keys.filter((key) => !/^f\d/u.test(key));
      expect([action, own.length > 0]).toEqual([action, true]);
      if (scope !== 'field') expect(keys).not.toEqual(expect.arrayContaining(['ctrl+b']));
    }
  });

  test('nothing but movement and harmless verbs hangs on a bare key: no key deletes, refunds or cancels an order', () => {
    const risky = actionIds.filter(
      (action) => /delete|refund|remove|archive/u.test(action) && !action.startsWith('field.'),
    );
    expect(risky).toEqual([]);
  });
});

describe('keys of one’s own', () => {
  test('take the place of the table’s', () => {
    const { keymap, problems } = makeKeymap({ preview: ['P'], 'mark.all': [] });
    expect(problems).toEqual([]);
    expect(keymap.action('list', 'P')).toBe('preview');
    expect(keymap.action('list', 'p')).toBeUndefined();
    expect(keymap.keys('mark.all')).toEqual([]);
  });

  test('that clash, are no keys or name no action are told and left as they were', () => {
    const { keymap, problems } = makeKeymap({ preview: ['j'], sort: ['hyper+9'], nonsense: ['a'] });
    expect(problems).toEqual([
      '"j" cannot be bound to preview: move.down has it already.',
      '"hyper+9" is no key: write it like "j", "ctrl+d", "shift+tab" or "f5".',
      'There is no action "nonsense" to bind a key to.',
    ]);
    expect(keymap.action('list', 'p')).toBe('preview');
    expect(keymap.action('list', 's')).toBe('sort');
  });
});

describe('help', () => {
  const { keymap } = makeKeymap();

  test('has every action with a key once, under its group', () => {
    const shown = helpGroups(keymap).flatMap(({ lines }) => lines.map(({ action }) => action));
    expect(shown.toSorted()).toEqual(actionIds.toSorted());
  });

  test('keeps what holds every typed word', () => {
    const shown = helpGroups(keymap, [], 'range mark').flatMap(({ lines }) => lines.map(({ action }) => action));
    expect(shown).toEqual(['mark.range']);
  });

  test('begins with what does something where one is, what is used most first, and tells it once', () => {
    const [here, ...others] = helpGroups(keymap, ['help', 'mark', 'open']);
    expect(here?.group).toBe('Here');
    expect(here?.lines.map(({ action }) => action)).toEqual(['open', 'mark', 'help']);
    expect(others.flatMap(({ lines }) => lines.map(({ action }) => action))).not.toContain('mark');
  });

  test('is a page of the docs with every name in it', () => {
    const page = keysMarkdown();
    for (const action of actionIds) expect(page).toContain(`\`${action}\``);
  });

  test('the hints line tells only what does something here', () => {
    expect(hints(keymap, ['open', 'help'])).toEqual([
      { key: 'Enter', label: 'open' },
      { key: '?', label: 'help' },
    ]);
    const said = { open: 'take', help: '' } as const;
    expect(hints(keymap, ['open', 'help'], said)).toEqual([{ key: 'Enter', label: 'take' }]);
    expect(keyLabel('ctrl+d')).toBe('Ctrl-d');
    expect(keyLabel('shift+tab')).toBe('Shift-Tab');
  });
});
