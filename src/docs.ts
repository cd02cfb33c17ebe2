import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { commandSources } from './cli/commands.ts';
import { cliMarkdown } from './cli/markdown.ts';
import { keysMarkdown } from './tui/keys/help.ts';

const commands = await Promise.all(commandSources.map((one) => one.load()));

/** `node dist/docs.js` writes the generated pages, `--check` only compares: what is described and what is cannot drift. */
const pages = { 'docs/cli.md': cliMarkdown(commands), 'docs/keys.md': keysMarkdown() };

const check = process.argv.includes('--check');
const stale: string[] = [];
for (const [path, wanted] of Object.entries(pages)) {
  const there = await readFile(path, 'utf8').catch(() => undefined);
  if (there !== wanted) stale.push(path);
}
if (!check) {
  await mkdir('docs', { recursive: true });
  for (const path of stale) await writeFile(path, pages[path as keyof typeof pages]);
} else if (stale.length > 0) {
  process.stderr.write(`${stale.join(' and ')} no longer tell what the program does: run npm run docs.\n`);
  process.exitCode = 1;
}
