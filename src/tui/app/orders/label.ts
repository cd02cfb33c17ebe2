import type { AppApi } from '../screen.ts';
import { carriersKept, rememberCarrier } from './parcel.ts';

/** One of these or another one typed; what was used last is kept for the next time. Undefined: left. */
export async function askCarrier(app: AppApi, known: readonly string[]): Promise<string | undefined> {
  const other = { other: true };
  const chosen = await app.pick<string | typeof other>({
    title: 'Who carries it?',
    choices: [...known.map((name) => ({ value: name, label: name })), { value: other, label: 'Another one: type it' }],
  });
  if (typeof chosen !== 'object') return chosen;
  const typed = await app.prompt({ title: 'Carrier', label: 'Carrier', check: (text) => checkLabel(text, 50) });
  return typed?.trim();
}

export const keepCarrier = (app: AppApi, carrier: string): void =>
  app.drafts.write(carriersKept, rememberCarrier(app.drafts.read(carriersKept), carrier));

/** @param check what else would be wrong with it, in a sentence */
export async function askTracking(
  app: AppApi,
  { title, help, check }: { title: string; help: string; check?: (label: string) => string | undefined },
): Promise<string | undefined> {
  const typed = await app.prompt({
    title,
    label: 'Tracking',
    help,
    check: (text) => checkLabel(text, 100) ?? check?.(text.trim()),
  });
  return typed?.trim();
}

function checkLabel(text: string, most: number): string | undefined {
  const label = text.trim();
  if (label === '') return 'It is empty.';
  if (label.length > most) return `It has ${label.length} characters; ${most} at most.`;
  return /\p{C}/u.test(label) ? 'It holds a control character.' : undefined;
}
