import { NotFound, Refused } from '../../../domain/errors.ts';
import { lookup } from '../../../operations/inventory/lookup.ts';
import { find } from '../../../operations/orders/find.ts';
import { useApp, useScan, type KeyOptions } from '../hooks.ts';
import type { AppApi } from '../screen.ts';

/**
 * Opens what a scanned or typed code is: an article with where it lies and who wants it, else the order that it belongs
 * to. `here`: the page of articles is open already and goes on to this one.
 */
export async function lookUp(app: AppApi, code: string, here = false): Promise<void> {
  const sku = await skuOf(app, code);
  if (sku !== undefined) {
    if (here) app.replaceParams({ code: sku });
    else app.navigate('lookup', { code: sku });
    return;
  }
  const { rows } = await app.read(find, { text: code });
  const [only] = rows;
  if (!only) {
    app.toast('warning', `Nothing is called ${code}: no SKU, no barcode, nothing of an order.`);
    return;
  }
  const choices = rows.map(({ order_number, status, customer }) => ({
    value: order_number,
    label: order_number,
    hint: [status, customer].filter(Boolean).join(' '),
  }));
  const chosen = rows.length === 1 ? only.order_number : await app.pick({ title: `Orders of ${code}`, choices });
  if (chosen !== undefined) app.navigate('order', { order: chosen });
}

/** Undefined for what is nothing that lies on a shelf by itself. */
async function skuOf(app: AppApi, code: string): Promise<string | undefined> {
  try {
    const found = await app.read(lookup, { code });
    return 'sku' in found ? found.sku : undefined;
  } catch (error) {
    if (error instanceof NotFound) return undefined;
    // A product with variants: its page tells them all.
    if (!(error instanceof Refused)) throw error;
    app.toast('info', error.message);
    return undefined;
  }
}

/** Where a list of stock is open, a scan asks what that is. */
export function useLookUpByScan(options: KeyOptions = {}): void {
  const app = useApp();
  useScan((code) => void lookUp(app, code).catch(app.fail), options);
}
