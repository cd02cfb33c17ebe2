import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { Text } from 'ink';
import { z } from 'zod';
import { operation } from '../../../src/operations/operation.ts';
import { confirm, pick, prompt } from '../../../src/tui/app/asking.ts';
import { useKeys, useLegend, usePlaceValue, useScan, useTextInput, useValue } from '../../../src/tui/app/hooks.ts';
import { runOperation } from '../../../src/tui/app/running.ts';
import { screen } from '../../../src/tui/app/screen.ts';
import type { Shell } from '../../../src/tui/app/shell.ts';
import { testDatabase, type TestDatabase } from '../../helpers/database.ts';
import { testHome } from '../../helpers/home.ts';
import { openScreens, type OpenScreens } from '../../helpers/screens.tsx';

const home = testHome();
let db: TestDatabase;
let shell: Shell;
let view: OpenScreens;
let heard: string[];
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(async () => {
  await db.close();
  await home.remove();
});

const told = (edits: number) => `edited ${edits} times`;
const plainPage = screen({
  name: 'plain',
  title: () => 'Plain',
  words: ['plain page'],
  permission: 'orders:read',
  params: z.object({ at: z.string().optional() }),
  component: function Plain({ params }) {
    const edits = usePlaceValue('edits', () => 0);
    const edit = () => {
      heard.push('edit');
      edits.update((count) => count + 1);
    };
    useKeys('app', { edit, undo: () => heard.push('undo') });
    useLegend('', edits, told);
    return <Text>{`plain ${params.at ?? ''} ${useValue(edits)}`}</Text>;
  },
});
const scanPage = screen({
  name: 'scans',
  title: () => 'Scans',
  words: ['scans'],
  permission: 'stock:read',
  params: z.object({}),
  component: function Scans() {
    useScan((code) => heard.push(`scan ${code}`));
    const field = useTextInput({ submit: (text) => heard.push(`field ${text}`) });
    return <Text>{`typed ${field.text()}`}</Text>;
  },
});
const brokenPage = screen({
  name: 'broken',
  title: () => 'Broken',
  words: ['broken'],
  permission: 'orders:read',
  params: z.object({}),
  component: function Broken() {
    throw new Error('it cannot be drawn');
  },
});
const staffPage = screen({
  name: 'staff',
  title: () => 'Staff',
  words: ['staff'],
  permission: 'staff:manage',
  params: z.object({}),
  component: () => <Text>staff</Text>,
});

function open(role: 'admin' | 'warehouse' = 'admin', size = { columns: 100, rows: 24 }): void {
  heard = [];
  const screens = [plainPage, scanPage, brokenPage, staffPage];
  view = openScreens({ db, screens, home: home.path, role, size });
  shell = view.shell;
}

const type = (bytes: string) => view.type(bytes);
const quiet = () => view.quiet();
const frame = () => view.frame();

beforeEach(async () => {
  open();
  await quiet();
});
afterEach(() => view.close());

describe('a question', () => {
  test('has Cancel chosen: Enter alone agrees to nothing', async () => {
    const answer = confirm(shell, { question: 'Send 3 parcels?', consequences: ['stock goes down by 3'] });
    await quiet();
    expect(frame()).toContain('Send 3 parcels?');
    expect(frame()).toContain('- stock goes down by 3');
    expect(frame()).toContain('[ Cancel ]');
    await type('\r');
    expect(await answer).toBe(false);
    expect(frame()).not.toContain('Send 3 parcels?');
  });

  test('agrees after Tab and Enter, or with y', async () => {
    const first = confirm(shell, { question: 'Sure?' });
    await quiet();
    await type('\t');
    await type('\r');
    expect(await first).toBe(true);
    const second = confirm(shell, { question: 'Sure?' });
    await quiet();
    await type('y');
    expect(await second).toBe(true);
  });

  test('about what cannot be undone wants the words, and nothing but the words', async () => {
    const answer = confirm(shell, { question: 'Refund 129.00?', typed: 'SM-2026-000123' });
    await quiet();
    await type('\r');
    await type('y\r');
    expect(frame()).toContain('That is not it');
    await type('\u0015SM-2026-000123\r');
    expect(await answer).toBe(true);
  });

  test('is heard alone: no key, scan or paste reaches the screen below', async () => {
    void confirm(shell, { question: 'Sure?' });
    await quiet();
    await type('e');
    await type('4006381333931\r');
    await type('\u001b[200~eez\u001b[201~');
    expect(heard).toEqual([]);
  });
});

describe('menus and prompts', () => {
  test('what cannot be chosen is shown with its reason and is not chosen', async () => {
    const choices = [
      { value: 1, label: 'Ship', disabled: 'nothing is picked yet' },
      { value: 2, label: 'Process' },
    ];
    const answer = pick(shell, { title: 'Next', choices });
    await quiet();
    expect(frame()).toContain('nothing is picked yet');
    await type('\r');
    await type('j');
    await type('\r');
    expect(await answer).toBe(2);
  });

  test('a prompt says what is wrong and waits', async () => {
    const answer = prompt(shell, {
      title: 'Pieces',
      check: (text) => (/^\d+$/u.test(text) ? undefined : 'a whole number is needed'),
    });
    await quiet();
    await type('x\r');
    expect(frame()).toContain('a whole number is needed');
    await type('\u007f12\r');
    expect(await answer).toBe('12');
  });

  test('a scan into a prompt is typed and taken', async () => {
    const answer = prompt(shell, { title: 'Tracking number' });
    await quiet();
    await type('JD014600003SE\r');
    expect(await answer).toBe('JD014600003SE');
  });

  test('readline keys work while typing', async () => {
    const answer = prompt(shell, { title: 'Name', initial: 'one two three' });
    await quiet();
    await type('\u0017\u0001X\u0005Y\u001bb\u0019\r');
    expect(await answer).toBe('Xone two threeY');
  });
});

describe('screens', () => {
  test('stack up, go back, and - changes between the last two', async () => {
    shell.navigate('scans');
    await quiet();
    expect(frame()).toContain('Plain › Scans');
    shell.back();
    await quiet();
    await type('-');
    expect(frame()).toContain('Scans');
    await type('\u001b');
    expect(frame()).toContain('plain');
  });

  test('a key that changes the page and its counts is one frame, and the counts go with the page', async () => {
    const before = view.frames();
    await type('e');
    expect(view.frames() - before).toBe(1);
    expect(frame()).toContain('edited 1 times');
    shell.navigate('staff');
    await quiet();
    expect(frame()).not.toContain('edited');
  });

  test('a scan goes to the screen’s handler even while a field is open; what is typed goes to the field', async () => {
    shell.navigate('scans');
    await quiet();
    await type('4006381333931\r');
    await type('12\r');
    expect(heard).toEqual(['scan 4006381333931', 'field 12']);
  });

  test('twenty scans in one burst are twenty scans and no hot key', async () => {
    shell.navigate('scans');
    await quiet();
    const codes = Array.from({ length: 20 }, (_, index) => `qx${index}-RED-${index}`);
    await type(codes.map((code) => `${code}\r`).join(''));
    expect(heard).toEqual(codes.map((code) => `scan ${code}`));
    expect(view.left()).toBeUndefined();
  });

  test('a paste that nothing takes is told and runs no hot keys', async () => {
    await type('\u001b[200~eezq\u001b[201~');
    expect(heard).toEqual([]);
    expect(frame()).toContain('Nothing here takes a paste');
  });

  test('one that a role may not open is refused in words', async () => {
    view.close();
    open('warehouse');
    shell.navigate('staff');
    await quiet();
    expect(frame()).toContain('may not open staff');
    expect(frame()).toContain('plain');
  });

  test('an error while drawing ends the program with that error', async () => {
    shell.navigate('broken');
    await quiet();
    expect(view.broken()).toEqual(new Error('it cannot be drawn'));
  });
});

describe('the palette and help', () => {
  test('find screens and operations by letters, and run what is chosen', async () => {
    await type(':');
    await type('scan\r');
    expect(frame()).toContain('Plain › Scans');
  });

  test('an operation opens as its form; a wrong field is told in its place', async () => {
    await type(':');
    await type('warehouses create');
    expect(frame()).toContain('warehouses create');
    await type('\r');
    expect(frame()).toMatch(/code \*/u);
    await type('\u0013');
    expect(frame()).toContain('✗ it is empty');
    await type('\u001b');
    expect(frame()).toContain('plain');
  });

  test('any word can be looked for as a record: what is called so here comes first, a code with digits before it', async () => {
    await type(':');
    await type('OCEAN-BLUE-SHIRT');
    expect(frame()).toContain('Find OCEAN-BLUE-SHIRT');
    await type('\u001b');
    await type(':scan');
    expect(frame().indexOf('Find scan')).toBeGreaterThan(frame().indexOf('screen'));
    await type('\u001b');
  });

  test('help shows fewer keys with every word', async () => {
    await type('?');
    await type('range');
    expect(frame()).toContain('Mark from here');
    expect(frame()).not.toContain('One row down');
  });

  test('q in the first screen and :q leave', async () => {
    await type(':q\r');
    expect(view.left()).toBe(0);
  });
});

describe('operations', () => {
  const lace = operation({
    name: 'shoes.lace',
    summary: 'Lace shoes.',
    permission: 'stock:write',
    input: z.object({ pairs: z.number().int().min(1) }),
    examples: [],
    refreshes: ['products'],
    run: (_context, { pairs }) => Promise.resolve({ pairs }),
    done: (_output, { pairs }) => `Laced ${pairs} pairs.`,
  });

  test('tell what was done, and make stale what they touch', async () => {
    const changed: string[] = [];
    shell.onChange(({ table }) => changed.push(table));
    const outcome = await runOperation(shell, lace, { pairs: 2 });
    await quiet();
    expect(outcome?.output).toEqual({ pairs: 2 });
    expect(frame()).toContain('Laced 2 pairs.');
    expect(changed).toEqual(['products']);
  });

  test('with wrong input, or refused, say why and give nothing back', async () => {
    expect(await runOperation(shell, lace, { pairs: 0 })).toBeUndefined();
    await quiet();
    expect(frame()).toContain('shoes lace cannot take this');
  });

  test('sent twice under one id are done once and say so', async () => {
    const operationId = '0192f0c1-2345-7890-abcd-0123456789ab';
    await runOperation(shell, lace, { pairs: 3 }, { operationId });
    await runOperation(shell, lace, { pairs: 3 }, { operationId });
    await quiet();
    expect(frame()).toContain('It had been done already');
  });
});

describe('sizes', () => {
  test.each([
    [200, 50],
    [120, 40],
    [80, 24],
    [40, 12],
    [20, 8],
  ])('at %ix%i every line fits and the frame is as high as the terminal', async (columns, rows) => {
    view.close();
    open('admin', { columns, rows });
    await type('?');
    const lines = frame().split('\n');
    expect(lines).toHaveLength(rows);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(columns);
  });

  test('a terminal that is too small is told so', async () => {
    view.close();
    open('admin', { columns: 15, rows: 4 });
    await quiet();
    expect(frame()).toContain('15x4 is too');
  });
});

describe('a message', () => {
  afterEach(() => void jest.restoreAllMocks());
  const later = (milliseconds: number) => {
    const now = Date.now() + milliseconds;
    jest.spyOn(Date, 'now').mockReturnValue(now);
  };

  test('that has been there for five seconds goes with the next key, an error after fifteen', async () => {
    shell.toast('ok', 'The stock is booked.');
    shell.toast('error', 'There is no such article.');
    await type('e');
    expect(frame()).toContain('The stock is booked.');
    later(5_000);
    await quiet();
    expect(frame()).toContain('The stock is booked.');
    await type('e');
    expect(frame()).not.toContain('The stock is booked.');
    expect(frame()).toContain('There is no such article.');
    later(10_001);
    await type('e');
    expect(frame()).not.toContain('There is no such article.');
  });

  test('that is put away with Esc takes nothing else with it, however long it was there', async () => {
    shell.navigate('plain', { at: 'second' });
    shell.toast('error', 'There is no such article.');
    later(60_000);
    await type('\u001b');
    expect(frame()).not.toContain('There is no such article.');
    expect(frame()).toContain('second');
  });

  test('never takes more than two lines of a handheld', async () => {
    view.close();
    open('admin', { columns: 40, rows: 12 });
    await quiet();
    for (const nth of [1, 2, 3]) shell.toast('error', `Message ${nth}, which is so long that it takes two lines.`);
    await quiet();
    expect(frame().match(/Message/gu)).toHaveLength(1);
    expect(frame()).toContain('Message 3');
  });
});

test('in a window too small to show anything no key opens or leaves anything but the program', async () => {
  shell.size.set({ columns: 12, rows: 4, layout: 'handheld' });
  await quiet();
  expect(frame()).toContain('12x4 is too');
  await type(':::');
  expect(shell.overlays.get()).toEqual([]);
  await type('q');
  expect(view.left()).toBeUndefined();
  await type('\u0003');
  expect(view.left()).toBe(0);
});
