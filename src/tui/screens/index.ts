import type { Screen } from '../app/screen.ts';
import { order } from './order/index.tsx';
import { orders } from './orders/index.tsx';

/** Every screen, one line each; the first one a person may open is where the terminal starts. */
export const screens: readonly Screen[] = [orders, order];
