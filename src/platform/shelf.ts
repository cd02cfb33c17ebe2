import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Shelf, Slot } from '../domain/product-csv/format.ts';

export interface OpenShelf extends Shelf {
  [Symbol.dispose](): void;
}

const bufferBytes = 1024 * 1024;

/**
 * Text kept in a file of its own that nobody else can open: it is deleted at once and lives as long as it is held open.
 * Pieces are small and read in the order they came, so plain reads are faster than a trip through the thread pool.
 */
export function openShelf(): OpenShelf {
  const folder = mkdtempSync(join(tmpdir(), 'solemate-'));
  const file = openSync(join(folder, 'shelf'), 'wx+', 0o600);
  // Where an open file cannot go, it goes when it is closed.
  const remove = () => rmSync(folder, { recursive: true, force: true });
  if (process.platform !== 'win32') remove();
  const pending: Buffer[] = [];
  let written = 0;
  let end = 0;
  const flush = () => {
    const bytes = Buffer.concat(pending.splice(0));
    for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at, bytes.length - at, written + at);
    written += bytes.length;
  };
  return {
    put(text): Slot {
      const bytes = Buffer.from(text);
      const slot: Slot = [end, bytes.length];
      pending.push(bytes);
      end += bytes.length;
      if (end - written >= bufferBytes) flush();
      return slot;
    },
    get([at, length]): string {
      if (at + length > written) flush();
      const bytes = Buffer.allocUnsafe(length);
      for (let got = 0; got < length;) {
        const more = readSync(file, bytes, got, length - got, at + got);
        if (more === 0) throw new Error('the file of the shelf ended early');
        got += more;
      }
      return bytes.toString();
    },
    [Symbol.dispose]() {
      closeSync(file);
      if (process.platform === 'win32') remove();
    },
  };
}
