import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from '@jest/globals';

const folder = join(import.meta.dirname, '../tui/__golden__');

/**
 * Compares a frame with its file, row by row. Escape characters are written as ␛ so that a diff can be read.
 * `UPDATE_GOLDEN=1` writes the files anew; look at them before they are committed.
 */
export function expectGolden(name: string, frame: string): void {
  const file = join(folder, `${name}.txt`);
  const shown = `${frame.replaceAll('\u001b', '␛').replace(/ +$/gmu, '')}\n`;
  if (process.env['UPDATE_GOLDEN']) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, shown);
    return;
  }
  expect(shown.split('\n')).toEqual(readFileSync(file, 'utf8').split('\n'));
}

/** The frames of one thing at all its sizes, one below the other. */
export function sheet(frames: readonly (readonly [title: string, frame: string])[]): string {
  return frames.map(([title, frame]) => `──── ${title} ────\n${frame}`).join('\n\n');
}
