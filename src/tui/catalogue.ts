import { setImmediate } from 'node:timers/promises';
import type { ShellOptions } from './app/shell.ts';
import { firstScreens } from './screens/first.ts';

export type Catalogue = Pick<ShellOptions, 'screens' | 'operations'>;

/** Milliseconds for which loading may keep everything else waiting. */
const slice = 8;

/** What the first frame is drawn with. */
export const atFirst: Catalogue = { screens: firstScreens, operations: [] };

/** Everything, loaded in slices: what the database answers meanwhile is shown at once. */
export async function loadCatalogue(): Promise<Catalogue> {
  const { loadOperations } = await import('../operations/index.ts');
  let since = performance.now();
  const operations = await loadOperations(async () => {
    if (performance.now() - since < slice) return;
    await setImmediate();
    since = performance.now();
  });
  const { screens } = await import('./screens/index.ts');
  return { screens, operations: operations.filter((one) => one.kind !== 'export') };
}
