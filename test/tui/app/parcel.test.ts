import { describe, expect, test } from '@jest/globals';
import {
  carrierChoices,
  openLinesText,
  parcelConsequences,
  parcelWarehouses,
  readPart,
  rememberCarrier,
} from '../../../src/tui/app/orders/parcel.ts';
import { orderPage } from '../screens/order-fixture.ts';

const page = orderPage();

describe('a parcel', () => {
  test('offers what is still open, to be edited', () => {
    expect(openLinesText(page)).toBe('TRL-39-RED=2');
    expect(openLinesText(page, 'BER')).toBe('TRL-39-RED=2');
    expect(openLinesText(page, 'HAM')).toBe('');
  });

  test.each([
    ['TRL-39-RED=1', [{ sku: 'TRL-39-RED', quantity: 1 }]],
    ['trl-39-red', [{ sku: 'TRL-39-RED', quantity: 1 }]],
    ['TRL-39-RED=2; RUN-42-BLK=0', [{ sku: 'TRL-39-RED', quantity: 2 }]],
    ['', 'Say at least one SKU, e.g. SKU=1.'],
    ['NOPE=1', 'NOPE is no line of SM-2026-000123.'],
    ['TRL-39-RED=3', 'TRL-39-RED has 2 left to send, not 3.'],
    ['TRL-39-RED=-1', '"-1" is no quantity for TRL-39-RED.'],
    ['TRL-39-RED=1.5', '"1.5" is no quantity for TRL-39-RED.'],
    ['TRL-39-RED TRL-39-RED', 'TRL-39-RED stands there twice.'],
    ['TRL-39-RED=0', 'Nothing would be sent: every quantity is 0.'],
  ])('of "%s" is read as %j', (text, expected) => expect(readPart(text, page)).toEqual(expected));

  test('asks for a warehouse only when no single one keeps everything', () => {
    expect(parcelWarehouses(page)).toEqual([]);
    const [, line] = page.items;
    if (!line) throw new Error('no line');
    const kept = (warehouse: string) => ({ inventory_id: warehouse, warehouse, reserved: 1, available: 0 });
    expect(parcelWarehouses(orderPage({ items: [{ ...line, reservations: [kept('HAM'), kept('BER')] }] }))).toEqual([
      'BER',
      'HAM',
    ]);
  });

  test('tells what is in it, what stays behind and that it is final', () => {
    expect(parcelConsequences(page, [{ sku: 'TRL-39-RED', quantity: 1 }])).toEqual([
      'In the parcel: 1 x TRL-39-RED.',
      '1 piece stays behind; the order stays PROCESSING.',
      'Stock goes down at once. This cannot be undone.',
    ]);
    expect(parcelConsequences(page, [{ sku: 'TRL-39-RED', quantity: 2 }])[1]).toBe(
      'Nothing stays behind: the order becomes SHIPPED.',
    );
  });
});

describe('carriers', () => {
  test('are offered with the last used first, each once', () => {
    expect(carrierChoices(['Hermes', 'UPS'], page).slice(0, 4)).toEqual(['Hermes', 'UPS', 'DHL', 'FedEx']);
    expect(carrierChoices('broken', page)[0]).toBe('DHL');
    expect(rememberCarrier(['UPS', 'DHL', 3], 'DHL')).toEqual(['DHL', 'UPS']);
  });
});
