/** What operations of other nouns may do with an order inside their own transaction. */
export { demandStep, findOrder, lockOrder, moveOrder, personName, type LockedOrder, type OrderKey } from './find.ts';
export { placeOrder, type NewOrder } from './new-order.ts';
