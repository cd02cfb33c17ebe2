/** What operations of other nouns may do with an order inside their own transaction. */
export { lockOrder, personName } from './find.ts';
