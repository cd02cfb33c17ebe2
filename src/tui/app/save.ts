import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import type * as z from 'zod';
import { runExport, type Exporting } from '../../operations/export.ts';
import { writeWhole } from '../../platform/output-file.ts';
import type { AppApi } from './screen.ts';

/** Where to write; never over a file that is there, unless the person says so. */
export async function askPlace(
  app: Pick<AppApi, 'prompt' | 'confirm'>,
  title: string,
  initial: string,
): Promise<string | undefined> {
  const typed = await app.prompt({
    title,
    label: 'File',
    initial,
    help: `In ${process.cwd()} unless it says where. Enter writes it.`,
    check: (text) => (text.trim() === '' ? 'A name is needed.' : undefined),
  });
  if (typed === undefined) return undefined;
  const file = resolve(typed.trim().replace(/^~(?=\/)/u, () => join(homedir(), '.')));
  if (!existsSync(file)) return file;
  const question = `${basename(file)} is there already. Replace it?`;
  return (await app.confirm({ question, yes: 'Replace' })) ? file : undefined;
}

/** A text into a file that is there whole or not at all. `what` was written, for people: '50 codes'. */
export async function saveText(app: AppApi, name: string, text: string, what: string): Promise<void> {
  const file = await askPlace(app, `Write ${what} to a file`, name);
  if (file === undefined) return;
  await writeWhole(file, (put) => put(text));
  app.toast('ok', `${what} written to ${file}.`);
}

/** An export as the command line writes it. */
export async function saveExport<I extends z.ZodObject>(
  app: AppApi,
  exporting: Exporting<I>,
  input: z.input<I>,
  name: string,
): Promise<void> {
  const file = await askPlace(app, `Export ${exporting.what}`, name);
  if (file === undefined) return;
  const { database } = app.store;
  const { count } = await writeWhole(file, (write) =>
    runExport(exporting, input, { database, actor: app.actor, write }),
  );
  app.toast('ok', `${count} ${exporting.what} written to ${file}.`);
}
