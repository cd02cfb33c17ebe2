import * as z from 'zod';
import { returnConditions, type ReturnCondition } from '../../../domain/order-return.ts';
import { Quantity, Sku } from '../../fields.ts';

export interface ReturnWish {
  readonly sku: string;
  readonly quantity: number;
  /** Undefined: as the whole parcel. */
  readonly condition: ReturnCondition | undefined;
}

export const Condition = z
  .string()
  .trim()
  .transform((word) => word.toUpperCase())
  .pipe(z.enum(returnConditions, { error: 'resaleable, damaged or lost is needed' }));

const Line = z.object({ sku: Sku, quantity: Quantity, condition: Condition.optional() });
const wanted = 'SKU=QUANTITY or SKU=QUANTITY:CONDITION is needed, several with commas between';

/** `SKU=2,OTHER=1:damaged` on the command line, a list of {sku, quantity, condition} from the terminal. */
export const ReturnLines = z
  .union([z.string().trim().min(1, wanted).max(20_000, 'it is too long'), z.array(Line).min(1).max(500)])
  .transform((given, context): readonly ReturnWish[] => {
    const fail = (message: string) => {
      context.addIssue({ code: 'custom', message });
      return z.NEVER;
    };
    const lines: ReturnWish[] = [];
    for (const one of typeof given === 'string' ? given.split(',') : given) {
      const line = Line.safeParse(typeof one === 'string' ? split(one) : one);
      if (!line.success) {
        const problem = line.error.issues[0]?.message ?? wanted;
        if (typeof one !== 'string') return fail(problem);
        return fail(`"${one.slice(0, 60)}": ${one.includes('=') ? problem : wanted}`);
      }
      const { sku, quantity, condition } = line.data;
      const same = (other: ReturnWish) =>
        other.sku.toUpperCase() === sku.toUpperCase() && other.condition === condition;
      if (lines.some(same)) return fail(`${sku} stands there twice in the same condition`);
      lines.push({ sku, quantity, condition });
    }
    return lines;
  })
  .meta({ names: 'article', entry: 'lines' })
  .describe('what came back, as SKU=QUANTITY or SKU=QUANTITY:damaged, several with commas between; all when left out');

/** The last `=` counts: a SKU may hold one. */
function split(text: string): object {
  const at = text.lastIndexOf('=');
  if (at < 0) return { sku: text };
  const [quantity, condition] = text.slice(at + 1).split(':');
  return { sku: text.slice(0, at), quantity, ...(condition !== undefined && { condition }) };
}
