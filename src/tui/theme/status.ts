import type { Glyphs } from './glyphs.ts';
import type { Tone } from './theme.ts';

type Step = 0 | 1 | 2 | 3 | 4 | 5;

/** Words of every state table of the schema: how far along, and whether somebody must act. */
const looks: Readonly<Record<string, readonly [Step, Tone]>> = {
  PENDING: [0, 'waiting'],
  REQUESTED: [0, 'waiting'],
  scheduled: [0, 'waiting'],
  CONFIRMED: [1, 'working'],
  PROCESSING: [2, 'working'],
  PARTIAL_REFUND: [2, 'waiting'],
  SHIPPED: [3, 'working'],
  DELIVERED: [4, 'good'],
  COMPLETED: [4, 'good'],
  APPROVED: [4, 'good'],
  live: [4, 'good'],
  CANCELLED: [5, 'off'],
  RETURNED: [5, 'bad'],
  REFUNDED: [5, 'off'],
  FAILED: [5, 'bad'],
  REJECTED: [5, 'bad'],
  INVITED: [0, 'waiting'],
  ACTIVE: [4, 'good'],
  LOCKED: [5, 'bad'],
  DEACTIVATED: [5, 'off'],
  'used up': [5, 'off'],
  expired: [5, 'off'],
  off: [5, 'off'],
};

export interface StatusLook {
  readonly glyph: string;
  readonly tone: Tone;
}

/** Glyph and tone of a state's word; a word that is not known gets a dot and no colour. */
export function statusLook(word: string, glyphs: Glyphs): StatusLook {
  const look = looks[word];
  return look ? { glyph: glyphs.steps[look[0]], tone: look[1] } : { glyph: glyphs.dot, tone: 'plain' };
}
