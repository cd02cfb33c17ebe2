import * as z from 'zod';
import { Quantity, Sku } from '../../fields.ts';

export interface SkuQuantity {
  readonly sku: string;
  readonly quantity: number;
}

const Pair = z.object({ sku: Sku, quantity: Quantity });
const wanted = 'SKU=QUANTITY is needed, several with commas between';

/** `SKU=2,OTHER=1` on the command line, a list of {sku, quantity} from the terminal. A SKU may stand there once. */
export const SkuQuantities = z
  .union([z.string().trim().min(1, wanted).max(20_000, 'it is too long'), z.array(Pair).min(1).max(500)])
  .transform((given, context): readonly SkuQuantity[] => {
    const fail = (message: string) => {
      context.addIssue({ code: 'custom', message });
      return z.NEVER;
    };
    const pairs: SkuQuantity[] = [];
    for (const one of typeof given === 'string' ? given.split(',') : given) {
      const pair = Pair.safeParse(typeof one === 'string' ? split(one) : one);
      if (!pair.success) {
        const problem = pair.error.issues[0]?.message ?? wanted;
        if (typeof one !== 'string') return fail(problem);
        return fail(`"${one.slice(0, 60)}": ${one.includes('=') ? problem : wanted}`);
      }
      const twin = pairs.find(({ sku }) => sku.toUpperCase() === pair.data.sku.toUpperCase());
      if (twin) return fail(`${twin.sku} stands there twice`);
      pairs.push(pair.data);
    }
    return pairs;
  })
  .meta({ names: 'article', entry: 'lines' })
  .describe('lines as SKU=QUANTITY, several with commas between');

/** The last `=` counts: a SKU may hold one. */
function split(text: string): object {
  const at = text.lastIndexOf('=');
  return at < 0 ? { sku: text } : { sku: text.slice(0, at), quantity: text.slice(at + 1) };
}
