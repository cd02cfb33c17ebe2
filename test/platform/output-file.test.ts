import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { InvalidInput } from '../../src/domain/errors.ts';
import { writeWhole } from '../../src/platform/output-file.ts';

let folder: string;
let elsewhere: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'solemate-files-'));
  elsewhere = mkdtempSync(join(tmpdir(), 'solemate-elsewhere-'));
});
afterEach(() => {
  delete process.env['SOLEMATE_FILES'];
  for (const one of [folder, elsewhere]) rmSync(one, { recursive: true });
});

test('a file is there whole or not at all', async () => {
  const file = join(folder, 'codes.csv');
  await writeWhole(file, (put) => put('one'));
  const broken = writeWhole(file, async (put) => {
    await put('half of');
    throw new Error('the line dropped');
  });
  await expect(broken).rejects.toThrow('the line dropped');
  expect(readFileSync(file, 'utf8')).toBe('one');
  expect(readdirSync(folder)).toEqual(['codes.csv']);
});

test('a folder for files that is not there is told in one sentence', async () => {
  process.env['SOLEMATE_FILES'] = join(folder, 'gone');
  const writing = writeWhole(join(folder, 'a.csv'), (put) => put('x'));
  await expect(writing).rejects.toThrow(InvalidInput);
  await expect(writing).rejects.toThrow(`SOLEMATE_FILES=${join(folder, 'gone')}, cannot be opened.`);
});

test('where a folder for files is named nothing is written outside of it, links followed', async () => {
  process.env['SOLEMATE_FILES'] = folder;
  symlinkSync(elsewhere, join(folder, 'way-out'));
  for (const file of [join(elsewhere, 'a.csv'), join(folder, '..', 'a.csv'), join(folder, 'way-out', 'a.csv')]) {
    await expect(writeWhole(file, (put) => put('x'))).rejects.toThrow(InvalidInput);
    expect(existsSync(file)).toBe(false);
  }
  await writeWhole(join(folder, 'a.csv'), (put) => put('x'));
  expect(readFileSync(join(folder, 'a.csv'), 'utf8')).toBe('x');
});
