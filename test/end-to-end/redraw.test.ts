import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { testDatabase, type TestDatabase } from '../helpers/database.ts';
import { openTerminal, type TestTerminal } from '../helpers/terminal.ts';
import { rng } from '../trust/random-events/events.ts';

let db: TestDatabase;
let terminal: TestTerminal;
beforeAll(async () => {
  db = await testDatabase({ sample: true });
  // Customers from everywhere, and one who means ill.
  const names = ['陽菜 佐藤', 'José Ñandú', '👩‍👧 Family', 'แก้ว', '\u202eevil\u001b[2J', 'शर्मा', 'О́льга', 'Zoë'];
  await db.sql(
    `update users set first_name = ($1::text[])[1 + (hashtext(id::text) & 7)], last_name = 'Any' where role = 'customer'`,
    [names],
  );
  terminal = await openTerminal({ database: db, columns: 150, rows: 30 });
});
afterAll(async () => {
  await terminal.close();
  await db.close();
});

/** Every cell with its looks, below the line with the clock. */
function cells({ emulator }: TestTerminal): string[] {
  const { active } = emulator.buffer;
  const found: string[] = [];
  for (let y = 1; y < emulator.rows; y += 1) {
    for (let x = 0; x < emulator.cols; x += 1) {
      const cell = active.getLine(active.baseY + y)?.getCell(x);
      const looks = [cell?.isBold(), cell?.isDim(), cell?.isInverse(), cell?.isUnderline(), cell?.isItalic()];
      const colours = [cell?.getFgColor(), cell?.getBgColor()];
      found.push(`${y}:${x} "${cell?.getChars() || ' '}" ${[...colours, ...looks.map(Number)].join(' ')}`);
    }
  }
  return found;
}

/** The preview follows a moment after the cursor has come to rest, and after what it loads. */
async function rested(): Promise<void> {
  for (let before = -1; before !== terminal.output().length;) {
    before = terminal.output().length;
    await sleep(130);
  }
}

test('what is written of a change leaves the screen as drawing it anew does, whatever the rows hold', async () => {
  const dice = rng(11);
  const screens = ['orders', 'customers', 'inventory', 'reviews', 'payments', 'variants', 'dashboard', 'ledger'];
  const keys = ['j', 'j', 'j', 'k', 'Ctrl-d', 'Ctrl-u', 'G', 'PageUp', 'Space', 'p', 'Enter', 'Tab', 'Esc', '?', 'Esc'];
  for (let step = 0; step < 60; step += 1) {
    if (step % 12 === 0) await terminal.press('Esc', 'Esc', 'Esc', ':', dice.from(screens), 'Enter');
    else await terminal.press(dice.from(keys));
    await rested();
    const [seen, lines] = [cells(terminal), terminal.lines()];
    await terminal.press('Ctrl-l');
    await rested();
    const redrawn = cells(terminal);
    expect(seen.filter((cell, at) => cell !== redrawn[at])).toEqual([]);
    // Nothing is written behind the end of a line either: it would be copied with it.
    expect(lines.slice(1)).toEqual(terminal.lines().slice(1));
  }
});
