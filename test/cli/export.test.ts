import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { runCli } from '../../src/cli/run.ts';
import { cliStore, type CliStore } from './store.ts';
import { capture } from './streams.ts';

let store: CliStore;
beforeAll(async () => {
  store = await cliStore();
});
afterAll(() => store.close());

const path = (name: string) => join(store.home, name);
const drafts = () => readdirSync(store.home).filter((name) => name.startsWith('.'));

/** Standard output that does `act` at the second piece. */
async function into(act: (done: (error?: Error) => void) => void, more: { signal?: AbortSignal } = {}) {
  const captured = capture(more);
  let pieces = 0;
  const stdout = new Writable({
    write(_piece, _encoding, done) {
      pieces += 1;
      if (pieces < 2) done();
      else act(done);
    },
  });
  stdout.on('error', () => undefined);
  process.env['SOLEMATE_TOKEN'] = await store.token('oncall');
  const argv = ['products', 'export', '--url', store.db.appUrl, '--home', store.home];
  const code = await runCli(argv, { ...captured.io, stdout }, () => Promise.reject(new Error('no terminal here')));
  return { code, stderr: captured.stderr() };
}

describe('an export', () => {
  test('prints the document, and nothing else, on standard output', async () => {
    const { code, stdout, stderr } = await store.run(['products', 'export', '--filter', 'brand:quillon']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.startsWith('slug,sku,barcode,name,')).toBe(true);
  });

  test('writes a file whole, in place of what was there, and says how much', async () => {
    writeFileSync(path('old.csv'), 'old');
    const { code, stdout } = await store.run(['products', 'export', '--to', path('old.csv')]);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: expect.stringMatching(/^\d+ products written to .*old\.csv\.\n$/u),
    });
    expect(readFileSync(path('old.csv'), 'utf8').startsWith('slug,')).toBe(true);
    const told = await store.json<{ products: number; bytes: number }>(['products', 'export', '--to', path('new.csv')]);
    expect(told.bytes).toBe(readFileSync(path('new.csv')).length);
    expect(drafts()).toEqual([]);
  });

  test('that fails leaves what was there, and no piece of itself', async () => {
    writeFileSync(path('kept.csv'), 'kept');
    const { code } = await store.run(['products', 'export', '--filter', 'colour:red', '--to', path('kept.csv')]);
    expect(code).toBe(2);
    expect(readFileSync(path('kept.csv'), 'utf8')).toBe('kept');
    expect(drafts()).toEqual([]);
    const into = await store.run(['products', 'export', '--to', path('nowhere/x.csv')]);
    expect(into).toMatchObject({ code: 2, stderr: expect.stringContaining('cannot be written') });
    expect(await store.run(['products', 'export', '--to', store.home])).toMatchObject({ code: 2 });
    expect(existsSync(path('nowhere'))).toBe(false);
  });

  test('ends well when its reader has had enough', async () => {
    const broken = Object.assign(new Error('write EPIPE'), { code: 'EPIPE' });
    expect(await into((done) => done(broken))).toEqual({ code: 0, stderr: '' });
  });

  test('is interrupted as any command is', async () => {
    const stop = new AbortController();
    const { code } = await into(
      (done) => {
        stop.abort();
        done();
      },
      { signal: stop.signal },
    );
    expect(code).toBe(130);
  });

  test('needs a file for --json', async () => {
    expect(await store.run(['products', 'export', '--json'])).toMatchObject({ code: 2, stdout: '' });
  });
});
