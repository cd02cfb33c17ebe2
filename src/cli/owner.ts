import { Forbidden, Refused } from '../domain/errors.ts';
import { findHome } from '../platform/home.ts';
import { findTarget } from '../platform/target.ts';
import { whereabouts, type Cli } from './context.ts';

/**
 * The URL under which `db` commands and `doctor` work: the one that is asked for, which must be the owner's, or the
 * embedded store's own. Nobody signs in.
 * @param options.writes refused with --read-only
 */
export async function asOwner<T>(
  cli: Cli,
  options: { readonly writes: boolean },
  work: (ownerUrl: string) => Promise<T>,
): Promise<T> {
  const where = whereabouts(cli.globals);
  const target = findTarget(findHome(where.home), where);
  const readOnly = target.kind === 'server' ? target.readOnly : where.readOnly;
  if (options.writes && readOnly) {
    throw new Refused('This store is open read-only.', { hint: 'Leave --read-only out, or use another profile.' });
  }
  if (target.kind === 'server') {
    const url = await target.url();
    return work(url).catch((error: unknown) => {
      if (!(error instanceof Forbidden)) throw error;
      const hint = "This is the database owner's work: give the owner's URL with --url.";
      throw new Forbidden(error.message, { hint, cause: error });
    });
  }
  return cli.withStore(async (store) => {
    const url = await store.ownerUrl();
    if (url === undefined) throw new Error('the embedded store has no owner URL');
    return work(url);
  });
}
