import type { Screen } from '../app/screen.ts';
import { dashboard } from './dashboard/index.tsx';

/** What a start is drawn with, before the other screens are loaded; what it asks stands in first-question.ts. */
export const firstScreens: readonly Screen[] = [dashboard];
