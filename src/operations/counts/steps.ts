/** What operations of other nouns may do with a count inside their own transaction. */
export { approveCount } from './approval.ts';
export { findCount } from './find.ts';
export { addLines, writeCounted } from './lines.ts';
export type { Approved } from './types.ts';
