import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serverState, stopServer } from '../../src/platform/embedded/cluster.ts';

export interface TestHome {
  readonly path: string;
  /** Where the embedded store of this home lies. */
  data(): string;
  /** Stops a server that a killed process left, and deletes everything. */
  remove(): Promise<void>;
}

/**
 * A home for the embedded store. Others may pass through it, so that also as root (where the server runs as another
 * account) everything lies inside and goes with it; `closed` makes one as `mktemp -d` does.
 */
export function testHome(options: { name?: string; closed?: boolean } = {}): TestHome {
  const path = mkdtempSync(join(tmpdir(), options.name ?? 'solemate-home-'));
  if (!options.closed) chmodSync(path, 0o711);
  const pointer = join(path, 'postgres-place');
  const elsewhere = () => (existsSync(pointer) ? readFileSync(pointer, 'utf8').trim() : undefined);
  const data = () => join(elsewhere() ?? join(path, 'postgres'), 'data');
  return {
    path,
    data,
    async remove() {
      if (await serverState(data())) {
        await stopServer({ engine: '', data: data(), log: '', account: undefined, settings: {} });
      }
      const other = elsewhere();
      if (other !== undefined) rmSync(other, { recursive: true, force: true });
      rmSync(path, { recursive: true, force: true });
    },
  };
}
