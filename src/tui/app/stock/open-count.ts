import { open } from '../../../operations/counts/open.ts';
import type { AppApi } from '../screen.ts';
import { pickWarehouse } from './acts.ts';

type What = 'empty' | 'all' | 'category' | 'brand' | 'skus';

const whats: readonly { readonly value: What; readonly label: string; readonly hint: string }[] = [
  { value: 'empty', label: 'What I scan', hint: 'an empty sheet that fills by scanning' },
  { value: 'all', label: 'Everything', hint: 'all that has a place there' },
  { value: 'category', label: 'A category', hint: 'and those below it' },
  { value: 'brand', label: 'A brand', hint: '' },
  { value: 'skus', label: 'Some SKUs', hint: 'typed or scanned' },
];

/** Opens a sheet to count on, asked in digits; the number of the count. */
export async function openCount(app: AppApi): Promise<string | undefined> {
  const warehouse = await pickWarehouse(app, 'Count in which warehouse?');
  const what = warehouse === undefined ? undefined : await app.pick({ title: 'Count what?', choices: whats });
  if (warehouse === undefined || what === undefined) return undefined;
  const which = await askWhich(app, what);
  if (which === undefined) return undefined;
  const blind = await app.pick({
    title: 'Show what is expected?',
    choices: [
      { value: false, label: 'Yes' },
      { value: true, label: 'No, a blind count' },
    ],
  });
  if (blind === undefined) return undefined;
  const done = await app.runOperation(open, { warehouse, blind, ...which });
  return done && String(done.output.count_number);
}

async function askWhich(app: AppApi, what: What): Promise<object | undefined> {
  if (what === 'empty') return {};
  if (what === 'all') return { all: true };
  const title = { category: 'Which category?', brand: 'Which brand?', skus: 'Which SKUs? A blank between them.' }[what];
  const check = (text: string) => (text.trim() === '' ? 'Nothing was typed.' : undefined);
  const typed = await app.prompt({ title, check });
  if (typed === undefined) return undefined;
  return what === 'skus' ? { skus: typed.trim().split(/[\s,;]+/u) } : { [what]: typed.trim() };
}
