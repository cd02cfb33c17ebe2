import { expect, test } from '@jest/globals';
import { restock } from '../../../../src/operations/inventory/restock.ts';
import { confirm } from '../../../../src/operations/orders/confirm.ts';
import { create } from '../../../../src/operations/products/create.ts';
import { edit as editProduct } from '../../../../src/operations/products/edit.ts';
import { edit as editImage } from '../../../../src/operations/images/edit.ts';
import { edit } from '../../../../src/operations/warehouses/edit.ts';
import { formFields, type FormField } from '../../../../src/tui/app/form/fields.ts';
import { problemOf, refusalOf } from '../../../../src/tui/app/form/problems.ts';
import { readEdit, readForm, readValue, showValue } from '../../../../src/tui/app/form/values.ts';
import { operations } from '../../../helpers/operations.ts';

const initials = (fields: readonly FormField[]) => Object.fromEntries(fields.map(({ key, initial }) => [key, initial]));

function typed(fields: readonly FormField[], given: Readonly<Record<string, string>>) {
  return fields.map((field) => ({ field, text: given[field.key] ?? field.initial }));
}

function fieldOf(operation: Parameters<typeof formFields>[0], key: string): FormField {
  const found = formFields(operation).find((field) => field.key === key);
  if (!found) throw new Error(`no field ${key}`);
  return found;
}

const now = new Date('2026-11-27T12:00:00Z');

test('every operation has a form, and every field of it can be typed', () => {
  const odd = operations.flatMap((operation) =>
    operation.kind === 'operation'
      ? formFields(operation)
          .filter(({ kind }) => kind === 'json')
          .map(({ key }) => `${operation.name} ${key}`)
      : [],
  );
  expect(odd).toEqual([]);
});

test('every field says in words what it is for', () => {
  const silent = operations.flatMap((operation) =>
    operation.kind === 'operation'
      ? formFields(operation)
          .filter(({ help }) => help === '')
          .map(({ key }) => `${operation.name} ${key}`)
      : [],
  );
  expect(silent).toEqual([]);
});

test('an edit that leaves a switch alone does not turn it off', () => {
  const fields = formFields(editImage, { product: 'RUN', image: '2' });
  expect(fields.find(({ key }) => key === 'primary')?.values).toEqual(['–', 'no', 'yes']);
  expect(readForm(typed(fields, { alt_text: 'Side' }))).toEqual({ product: 'RUN', image: '2', alt_text: 'Side' });
  expect(readForm(typed(fields, { primary: 'no' }))).toEqual({ product: 'RUN', image: '2', primary: false });
});

test('a form opens with what the record says now', () => {
  expect(initials(formFields(edit, { code: 'BER', name: 'Berlin', active: 'yes' }))).toMatchObject({
    code: 'BER',
    name: 'Berlin',
    active: 'yes',
  });
});

test('a switch with a default has two positions and begins at the default', () => {
  const [order, payLater] = formFields(confirm);
  expect(order).toMatchObject({ key: 'order', required: true, kind: 'text', names: 'order' });
  expect(payLater).toMatchObject({ key: 'pay_later', values: ['no', 'yes'], initial: 'no' });
});

test('an edit sends what was changed, and clears what was emptied', () => {
  const fields = formFields(editProduct, { name: 'Runner', cost: '40.00', tags: 'men, road', price: '99.00' });
  expect(readEdit(typed(fields, { name: 'Runner 2', cost: '', tags: 'men, road ' }))).toEqual({
    name: 'Runner 2',
    cost: '',
  });
});

test('money takes the comma of the locale', () => {
  const price = fieldOf(create, 'price');
  expect(price.kind).toBe('money');
  expect(readValue(price, '129,90', now)).toBe('129.90');
  expect(readValue(price, '1.299,00', now)).toBe('1299.00');
  expect(readValue(price, '$1,299.00', now)).toBe('1299.00');
  expect(problemOf(create, price, readValue(price, '1,299', now))).toContain('"1,299" is not understood');
});

test('many lines are typed one after the other, the needed columns without their names', () => {
  const lines = fieldOf(restock, 'lines');
  expect(lines).toMatchObject({ kind: 'rows', names: 'article', several: true });
  expect(readValue(lines, 'RUN-42-BLK 3 warehouse:BER; OTHER=2\nBOX 1 reference:"PO 17"', now)).toEqual([
    { sku: 'RUN-42-BLK', quantity: '3', warehouse: 'BER' },
    { sku: 'OTHER', quantity: '2' },
    { sku: 'BOX', quantity: '1', reference: 'PO 17' },
  ]);
  expect(problemOf(restock, lines, readValue(lines, 'RUN 3; BOX x', now))).toMatch(
    /^row 2, quantity: "x" is no quantity/u,
  );
});

test('what a row holds is shown as it would be typed', () => {
  const lines = fieldOf(restock, 'lines');
  const rows = [{ sku: 'RUN', quantity: 3, reference: 'PO 17' }];
  const text = showValue('rows', rows);
  expect(readValue(lines, text, now)).toEqual([{ sku: 'RUN', quantity: '3', reference: 'PO 17' }]);
});

test('a problem of one field is told in the words of its schema', () => {
  const cost = fieldOf(create, 'cost');
  expect(problemOf(create, cost, 'cheap')).toBe('"cheap" is not understood: an amount such as 129.00 is needed');
  expect(problemOf(create, cost, '40.00')).toBeUndefined();
});

test('what an operation says of its inputs as flags is said of the fields that a form shows, and of no others', () => {
  const fields = formFields(confirm);
  const hint = 'Record it first (solemate payments record X --reference R), or confirm it with --pay-later.';
  expect(refusalOf({ message: 'It is not paid.', hint }, fields)).toEqual([
    'It is not paid.',
    'Record it first (solemate payments record X --reference R), or confirm it with "pay later".',
  ]);
  expect(refusalOf({ message: 'No.', hint: undefined }, fields)).toEqual(['No.']);
});
