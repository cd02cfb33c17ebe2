/** What operations of other nouns may do with an order inside their own transaction. */
export { findOrder, lockOrder, personName } from './order-row.ts';
export { SkuQuantities, type SkuQuantity } from './lines.ts';
export { findCustomer } from './customer.ts';
export { priceLines } from './new-order.ts';
