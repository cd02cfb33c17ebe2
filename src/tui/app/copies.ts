import { pick } from './asking.ts';
import type { Place, Shell } from './shell.ts';

/** `y`: what the screen names, the command line that shows the same, and the data itself. */
export async function offerCopies(
  shell: Shell,
  place: Place,
  named: Readonly<Record<string, string>>,
  data: unknown,
): Promise<void> {
  const twin = place.screen.twin(place.params);
  const offered = {
    ...named,
    ...(twin === undefined ? {} : { 'command line': `solemate ${twin}` }),
    ...(data === undefined ? {} : { JSON: JSON.stringify(data) }),
  };
  if (Object.keys(offered).length === 0) {
    shell.toast('info', 'There is nothing to copy here.');
    return;
  }
  const chosen = await pick(shell, {
    title: 'Copy',
    choices: Object.entries(offered).map(([label, value]) => ({ value, label, hint: value })),
  });
  if (chosen !== undefined) shell.copy(chosen);
}
