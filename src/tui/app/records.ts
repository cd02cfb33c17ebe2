import { NotFound, Refused } from '../../domain/errors.ts';
import { may } from '../../domain/permissions.ts';
import { run } from '../../operations/operation.ts';
import { formatFilter } from '../../domain/filter.ts';
import type { Shell } from './shell.ts';

/** One word that a record could be called: an order number, an e-mail, a SKU, a tracking number. */
export function mayBeRecord(text: string): boolean {
  return /^\S{3,100}$/u.test(text);
}

/** With a digit or an @ it hardly is a command's name. */
export function looksLikeRecord(text: string): boolean {
  return mayBeRecord(text) && (/\d/u.test(text) || /^[^@\s]+@[^@\s]+$/u.test(text));
}

/** Opens the record that this is called: an order, else the stock of a code, else a product, else the orders that mention it. */
export async function findRecord(shell: Shell, text: string): Promise<void> {
  const order = await lookUp(shell, 'orders.show', { order: text });
  if (order) {
    shell.navigate('order', { order: wordOf(order, 'order_number') ?? text });
    return;
  }
  const stock = text.includes('@') ? undefined : await lookUp(shell, 'inventory.lookup', { code: text });
  const sku = wordOf(stock, 'sku');
  const product =
    stock === undefined && !text.includes('@') ? await lookUp(shell, 'products.show', { product: text }) : undefined;
  const knows = (screen: string) => shell.options.screens.some(({ name }) => name === screen);
  if (sku !== undefined && knows('inventory')) shell.navigate('inventory', { sku });
  else if (product !== undefined && knows('product')) shell.navigate('product', { product: text });
  else if (knows('orders')) shell.navigate('orders', { filter: formatFilter({ terms: [], text: sku ?? text }) });
  else shell.toast('warning', `Nothing is called ${text}.`);
}

/** Undefined when there is none, or when this role may not look. */
async function lookUp(shell: Shell, name: string, input: object): Promise<unknown> {
  const actor = shell.actor.get();
  const operation = shell.options.operations.find((one) => one.name === name);
  if (!actor || operation?.kind !== 'operation' || !may(actor.role, operation.permission)) return undefined;
  try {
    const { output } = await shell.busy(run(operation, input, { database: shell.store.database, actor }));
    return output;
  } catch (error) {
    // Refused: the code is of a product, and stock is kept by variant.
    if (error instanceof NotFound || error instanceof Refused) return undefined;
    throw error;
  }
}

function wordOf(output: unknown, key: string): string | undefined {
  if (typeof output !== 'object' || output === null) return undefined;
  const found = (output as Readonly<Record<string, unknown>>)[key];
  return typeof found === 'string' ? found : undefined;
}
