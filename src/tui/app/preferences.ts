import { setSetting } from '../../platform/config.ts';
import type { Home } from '../../platform/home.ts';
import { lookNames, type Look } from './look.ts';
import type { PaletteEntry } from './palette/entries.ts';
import type { Shell } from './shell.ts';

/** What a person sets for themselves while the program runs; it is kept in config.json. */
export interface Preferences {
  readonly look: Look;
  readonly mouse: { readonly on: () => boolean; readonly set: (on: boolean) => void };
  readonly save: (key: 'theme' | 'mouse', text: string) => Promise<void>;
}

export function preferencesOf(home: Home, look: Look, mouse: { on: boolean; set: (on: boolean) => void }): Preferences {
  let on = mouse.on;
  mouse.set(on);
  return {
    look,
    mouse: {
      on: () => on,
      set: (next) => {
        on = next;
        mouse.set(next);
      },
    },
    save: (key, text) => setSetting(home, key, text),
  };
}

export function preferenceEntries(shell: Shell): PaletteEntry[] {
  const { preferences } = shell.options;
  if (!preferences) return [];
  const { look, mouse, save } = preferences;
  const themes = lookNames.map((name) => ({
    id: `program theme ${name}`,
    label: `theme ${name}`,
    hint: name === 'auto' ? 'dark or light, as the terminal is' : 'colours of the terminal',
    words: `theme ${name} colours`,
    disabled: look.name() === name ? 'that is how it looks now' : undefined,
    run: async () => {
      look.choose(name);
      shell.theme.set(look.theme());
      await save('theme', name);
    },
  }));
  const turned = mouse.on() ? 'off' : 'on';
  return [
    ...themes,
    {
      id: 'program mouse',
      label: `mouse ${turned}`,
      hint: turned === 'on' ? 'wheel and clicks; the terminal selects with Shift then' : 'the terminal selects again',
      words: `mouse ${turned} wheel click`,
      run: async () => {
        mouse.set(turned === 'on');
        shell.toast(
          'ok',
          turned === 'on' ? 'The mouse is on: the wheel scrolls, a click selects.' : 'The mouse is off.',
        );
        await save('mouse', String(turned === 'on'));
      },
    },
  ];
}
