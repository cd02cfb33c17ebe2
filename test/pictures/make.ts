import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openStore } from '../../src/platform/store.ts';
import { testHome } from '../helpers/home.ts';
import { openTerminal } from '../helpers/terminal.ts';
import { scenes, type Scene } from './scenes.ts';
import { toSvg } from './svg.ts';

export const folder = join(import.meta.dirname, '../../docs/pictures');

/** Makes the sample shop before anything is timed. */
export async function makeShop(home: string): Promise<void> {
  await (await openStore({ home })).close();
}

/** Plays the scene on a sample shop of its own, in the program as it is built now. */
export async function picture(scene: Scene, home: string): Promise<string> {
  const { role, columns, rows } = scene;
  const terminal = await openTerminal({ home, role, columns, rows, env: { COLORTERM: 'truecolor' } });
  try {
    await scene.play(terminal);
    return toSvg(terminal.emulator, scene.title);
  } finally {
    await terminal.close();
  }
}

if (process.argv[1] === import.meta.filename) {
  const home = testHome();
  await makeShop(home.path);
  await mkdir(folder, { recursive: true });
  for (const scene of scenes) {
    await writeFile(join(folder, `${scene.name}.svg`), await picture(scene, home.path));
    process.stdout.write(`${scene.name}\n`);
  }
  await home.remove();
}
