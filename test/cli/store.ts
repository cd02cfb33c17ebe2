import { randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Role } from '../../src/domain/permissions.ts';
import { testDatabase, type TestDatabase } from '../helpers/database.ts';
import { solemate, type Ran, type Streams } from './streams.ts';

export interface CliStore {
  readonly db: TestDatabase;
  /** A home of its own, so that no session or setting of the machine is seen. */
  readonly home: string;
  /** One command line as this role; `as: null` as nobody. */
  run(argv: readonly string[], options?: Streams & { readonly as?: Role | null }): Promise<Ran>;
  /** The same with --json, its standard output parsed. */
  json<T = Record<string, unknown>>(argv: readonly string[], options?: { readonly as?: Role }): Promise<T>;
  /** A session's token, as `login` would make one. */
  token(role: Role): Promise<string>;
  close(): Promise<void>;
}

/** The sample shop behind the command line, each command in this process with its streams captured. */
export async function cliStore(): Promise<CliStore> {
  const db = await testDatabase({ sample: true });
  const home = mkdtempSync(join(tmpdir(), 'solemate-cli-'));
  const tokens = new Map<Role, string>();
  const token = async (role: Role) => {
    const known = tokens.get(role);
    if (known !== undefined) return known;
    const made = randomBytes(24).toString('base64url');
    await db.sql(
      `select open_session($1, sha256(convert_to($2, 'UTF8')), current_timestamp + interval '1 hour', 'test')`,
      [db.actor(role).id, made],
    );
    tokens.set(role, made);
    return made;
  };
  const run: CliStore['run'] = async (argv, { as = 'admin', ...streams } = {}) => {
    if (as === null) delete process.env['SOLEMATE_TOKEN'];
    else process.env['SOLEMATE_TOKEN'] = await token(as);
    return solemate([...argv, '--url', db.appUrl, '--home', home], streams);
  };
  return {
    db,
    home,
    run,
    token,
    json: async <T>(argv: readonly string[], options: { readonly as?: Role } = {}) => {
      const { code, stdout, stderr } = await run([...argv, '--json'], options);
      if (code !== 0) throw new Error(`solemate ${argv.join(' ')} ended with ${code}: ${stderr}`);
      return JSON.parse(stdout) as T;
    },
    close: () => db.close(),
  };
}
