import * as z from 'zod';
import { operation } from '../operation.ts';
import { PromoCode } from './parts/fields.ts';
import { list } from './list.ts';
import { switchPromo } from './parts/switch.ts';
import type { PromoPage } from './parts/types.ts';

export const activate = operation({
  name: 'promos.activate',
  summary: 'Switch a promo code on again.',
  permission: 'promos:write',
  input: z.object({ code: PromoCode }),
  positional: ['code'],
  examples: ['promos activate WELCOME10', 'promos activate --matching "state:INACTIVE code:SPRING" --dry-run'],
  dryRun: true,
  undoable: true,
  bulk: { key: 'code', matching: () => list, column: 'code' },
  refreshes: ['promo_codes'],
  done: ({ code, state }: PromoPage) => `${code} is switched on: ${state.toLowerCase().replace('_', ' ')}.`,
  run: ({ tx }, { code }): Promise<PromoPage> => switchPromo(tx, code, true),
});
