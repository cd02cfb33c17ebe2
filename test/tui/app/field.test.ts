import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { ActionId } from '../../../src/tui/keys/bindings.ts';
import { createField } from '../../../src/tui/app/field.ts';
import { edit, line, type LineAction } from '../../../src/tui/widgets/line.ts';

const typed = (text: string, ...actions: LineAction[]) => actions.reduce(edit, line(text)).text;

describe('readline keys', () => {
  test('Ctrl-t swaps the characters at the cursor, at the end the last two', () => {
    expect(typed('ab', 'transpose')).toBe('ba');
    expect(typed('abc', 'start', 'right', 'transpose')).toBe('bac');
    expect(typed('a', 'transpose')).toBe('a');
    expect(typed('x👟', 'transpose')).toBe('👟x');
  });

  test('Alt-u, Alt-l and Alt-c change the case of the word', () => {
    expect(typed('run fox', 'start', 'upper')).toBe('RUN fox');
    expect(typed('RUN FOX', 'start', 'lower')).toBe('run FOX');
    expect(typed('élan fox', 'start', 'capital', 'capital')).toBe('Élan Fox');
  });
});

describe('Ctrl-_', () => {
  const undo: ActionId = 'field.undo';

  test('takes back a word, what was rubbed out, and what a menu put there', () => {
    const field = createField(() => ({}));
    for (const letter of 'one') field.insert(letter);
    field.insert(' ');
    for (const letter of 'two') field.insert(letter);
    field.act('field.kill-start');
    field.setText('SM-1');
    const seen = Array.from({ length: 5 }, () => {
      field.act(undo);
      return field.text();
    });
    expect(seen).toEqual(['', 'one two', 'one ', 'one', '']);
  });

  test('goes back to where it began, whatever was done', () => {
    const actions: ActionId[] = [
      'field.rub',
      'field.kill-word',
      'field.yank',
      'field.start',
      'field.transpose',
      'field.left',
    ];
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.string({ maxLength: 4 }), fc.constantFrom(...actions)), { maxLength: 40 }),
        (steps) => {
          const field = createField(() => ({ initial: 'begin' }));
          for (const step of steps) {
            if ((actions as string[]).includes(step)) field.act(step as ActionId);
            else field.insert(step);
          }
          for (let count = 0; count < 100; count += 1) field.act(undo);
          expect(field.text()).toBe('begin');
        },
      ),
    );
  });
});
