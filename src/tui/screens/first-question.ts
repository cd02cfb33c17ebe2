import { show } from '../../operations/dashboard/show.ts';
import { figuresInput } from './dashboard/input.ts';

/** What the screen that a start is drawn with asks as it opens: known without loading what it is drawn with. */
export const firstQuestion = { operation: show, input: figuresInput };
