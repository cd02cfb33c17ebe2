import { createField, type Field, type FieldOptions } from '../field.ts';
import type { FormField } from './fields.ts';
import { unsaid } from './values.ts';

/** One of few words: blank and arrows go through them, a letter goes to the next that begins so. Nothing else is typed. */
export function createChoice(field: Pick<FormField, 'values' | 'initial'>, options: () => FieldOptions): Field {
  const { values } = field;
  const inner = createField(options);

  function choose(next: string | undefined): void {
    if (next === undefined || next === inner.text()) return;
    inner.setText(next);
    options().changed?.(next);
  }

  const step = (by: number) => choose(values[(values.indexOf(inner.text()) + by + values.length) % values.length]);

  function letter(typed: string): void {
    const from = values.indexOf(inner.text()) + 1;
    const inOrder = [...values.slice(from), ...values.slice(0, from)];
    choose(inOrder.find((one) => one.toLowerCase().startsWith(typed.toLowerCase())));
  }

  return {
    ...inner,
    insert: (text) => {
      if (text === ' ') step(1);
      else letter(text.trim());
    },
    act: (action) => {
      if (action === 'field.left') step(-1);
      else if (action === 'field.right') step(1);
      else if (action === 'field.rub' || action === 'field.delete') choose(values.find((one) => one === unsaid));
      else if (
        !['submit', 'cancel', 'next', 'previous', 'up', 'down', 'save'].includes(action.slice('field.'.length))
      ) {
        return false;
      } else return inner.act(action);
      return true;
    },
  };
}
