import { existsSync, readFileSync, writeFileSync, chmodSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { Refused } from '../../src/domain/errors.ts';
import { editText } from '../../src/platform/editor.ts';
import { testHome } from '../helpers/home.ts';

const home = testHome();
afterAll(() => home.remove());

function editor(script: string): NodeJS.ProcessEnv {
  const file = join(home.path, `editor-${Math.random().toString(36).slice(2)}.sh`);
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return { ...process.env, VISUAL: '', EDITOR: `${file} --wait` };
}

test('the text comes back as the editor left it, several lines and all, and its file is gone', async () => {
  const seen = join(home.path, 'seen');
  const env = editor(`echo "$2" > ${seen}; cat "$2" >> ${seen}; printf 'One.\\r\\nTwo: ü.\\n\\n' > "$2"`);
  expect(await editText('Zero.', env)).toBe('One.\nTwo: ü.');
  const [file = '', text] = readFileSync(seen, 'utf8').split('\n');
  expect(text).toBe('Zero.');
  expect(existsSync(file)).toBe(false);
});

test.each([
  ['exit 1', 'ended with 1: the text stays as it was.'],
  ['kill -9 $$', 'was stopped: the text stays as it was.'],
])('an editor that ends with %s changes nothing, and says so', async (script, sentence) => {
  await expect(editText('Zero.', editor(script))).rejects.toThrow(sentence);
});

test('one that is not there, and none at all, are told', async () => {
  await expect(editText('', { ...process.env, VISUAL: '', EDITOR: 'no-such-editor' })).rejects.toThrow(
    'no-such-editor was not found',
  );
  await expect(editText('', { ...process.env, VISUAL: '', EDITOR: ' ' })).rejects.toThrow(Refused);
});
