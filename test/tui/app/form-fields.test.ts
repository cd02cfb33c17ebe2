import { expect, test } from '@jest/globals';
import { formFields, readForm, type FormField } from '../../../src/tui/app/form-fields.ts';
import { confirm } from '../../../src/operations/orders/confirm.ts';
import { restock } from '../../../src/operations/inventory/restock.ts';
import { edit } from '../../../src/operations/warehouses/edit.ts';

function fieldsOf(...[operation, initial]: Parameters<typeof formFields>): readonly FormField[] {
  const shape = formFields(operation, initial);
  if ('unfit' in shape) throw new Error(shape.unfit);
  return shape.fields;
}

const initials = (fields: readonly FormField[]) => Object.fromEntries(fields.map(({ key, initial }) => [key, initial]));

test('an edit that leaves a switch alone does not turn it off', () => {
  const fields = fieldsOf(edit, { code: 'BER' });
  expect(fields.find(({ key }) => key === 'active')?.values).toEqual(['–', 'no', 'yes']);
  expect(readForm(fields, { ...initials(fields), name: 'Berlin' })).toEqual({ code: 'BER', name: 'Berlin' });
  expect(readForm(fields, { ...initials(fields), active: 'no' })).toEqual({ code: 'BER', active: false });
});

test('a form opens with what the record says now', () => {
  expect(initials(fieldsOf(edit, { code: 'BER', name: 'Berlin', active: true }))).toEqual({
    code: 'BER',
    name: 'Berlin',
    active: 'yes',
  });
});

test('a switch with a default has two positions and begins at the default', () => {
  const [order, payLater] = fieldsOf(confirm);
  expect(order).toMatchObject({ key: 'order', required: true, kind: 'text' });
  expect(payLater).toMatchObject({ key: 'pay_later', values: ['no', 'yes'], initial: 'no' });
});

test('a file is for the command line: the form leaves the field out', () => {
  expect(fieldsOf(restock).map(({ key }) => key)).not.toContain('file');
});
