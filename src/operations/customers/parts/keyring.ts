import { Unavailable } from '../../../domain/errors.ts';
import type { Preparation } from '../../operation.ts';

/** @throws Unavailable where the key is not known, before anything is read or written */
export async function contactKey({ secrets }: Preparation): Promise<string> {
  if (!secrets.piiKey) throw new Unavailable('The key for contact data is not known here.');
  return secrets.piiKey();
}
