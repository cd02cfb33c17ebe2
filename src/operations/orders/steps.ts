/** What operations of other nouns may do with an order inside their own transaction. */
export { findOrder, lockOrder, personName } from './parts/order-row.ts';
export { SkuQuantities, type SkuQuantity } from './parts/lines.ts';
export { findCustomer } from './parts/customer.ts';
export { priceLines } from './parts/new-order.ts';
