import type { Standing } from '../../../operations/edits.ts';
import type { Shell } from '../shell.ts';

/** Milliseconds between two looks, however many changes come in a rush. */
const calm = 400;

/**
 * Looks whenever one of these tables changes, and with `r`: at once, and when more changes come meanwhile once more after
 * them. A change may tell no ids, so what it means for the record is the look's to find out.
 * @returns ends it
 */
export function followTables(shell: Shell, tables: readonly string[], look: () => Promise<void>): () => void {
  let looking = false;
  let again = false;
  let timer: NodeJS.Timeout | undefined;

  function begin(): void {
    if (looking) {
      again = true;
      return;
    }
    looking = true;
    // A record that cannot be read now is told when it is saved.
    void look()
      .catch(() => undefined)
      .finally(() => {
        timer = setTimeout(() => {
          looking = false;
          if (!again) return;
          again = false;
          begin();
        }, calm);
      });
  }

  const stops = [
    shell.onChange(({ table }) => {
      if (tables.includes(table)) begin();
    }),
    shell.refreshes.subscribe(begin),
  ];
  return () => {
    for (const stop of stops) stop();
    again = false;
    clearTimeout(timer);
  };
}

/** Whether somebody changed the record: as its table counts, or where none does as its fields tell. */
export function isChanged(seen: Standing, now: Standing): boolean {
  if (seen.version !== undefined) return seen.version !== now.version;
  return JSON.stringify(seen.fields) !== JSON.stringify(now.fields);
}
