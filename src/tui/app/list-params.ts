import { commandName } from '../../domain/command-name.ts';
import * as z from 'zod';
import type { Listing } from '../../operations/listing.ts';

/** What a list screen is opened with; `listParams.extend({ … })` where a screen takes more. */
export const listParams = z.object({ filter: z.string().optional(), sort: z.string().optional() });

export type ListParams = Readonly<z.infer<typeof listParams>>;

/** The command line that prints the same rows: `orders list --filter 'status:PENDING total:>100' --sort newest`. */
export function listTwin({ name }: Pick<Listing, 'name'>, { filter, sort }: ListParams): string {
  const flags = { filter, sort };
  const given = Object.entries(flags).filter(([, typed]) => typed !== undefined && typed !== '');
  return [commandName(name), ...given.map(([flag, typed]) => `--${flag} ${shellWord(typed ?? '')}`)].join(' ');
}

/** One word of a command line as a shell must read it: a filter's `>` would write a file, its `$` name a variable. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/u.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
