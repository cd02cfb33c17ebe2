import * as z from 'zod';
import { operation } from '../operation.ts';
import { PromoCode } from './parts/fields.ts';
import { list } from './list.ts';
import { switchPromo } from './parts/switch.ts';
import type { PromoPage } from './parts/types.ts';

export const deactivate = operation({
  name: 'promos.deactivate',
  summary: 'Switch a promo code off; orders that used it keep their discount.',
  permission: 'promos:write',
  input: z.object({ code: PromoCode }),
  positional: ['code'],
  examples: ['promos deactivate WELCOME10', 'promos deactivate --matching "state:EXPIRED" --dry-run'],
  dryRun: true,
  undoable: true,
  bulk: { key: 'code', matching: () => list, column: 'code' },
  refreshes: ['promo_codes'],
  done: ({ code, current_uses }: PromoPage) => `${code} is switched off; ${current_uses} orders used it.`,
  run: ({ tx }, { code }): Promise<PromoPage> => switchPromo(tx, code, false),
});
