/** What operations of other nouns may do with a count inside their own transaction. */
export { approveCount } from './parts/approval.ts';
export { findCount } from './parts/find.ts';
export { addLines, writeCounted } from './parts/lines.ts';
export type { Approved } from './parts/types.ts';
