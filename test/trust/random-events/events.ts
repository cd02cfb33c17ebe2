import { bindings } from '../../../src/tui/keys/bindings.ts';
import { screens } from '../../../src/tui/screens/index.ts';
import { operations } from '../../helpers/operations.ts';

/** What happens to the program from outside: bytes on its input, another size, news from the database. */
export type RandomEvent =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'size'; readonly columns: number; readonly rows: number }
  | { readonly kind: 'news'; readonly table: string }
  | { readonly kind: 'line'; readonly state: 'live' | 'polling' | 'lost' }
  | { readonly kind: 'lock' };

export interface Rng {
  /** A whole number from 0 to below `limit`. */
  below(limit: number): number;
  from<T>(things: readonly T[]): T;
}

/** mulberry32: small, fast, and the same everywhere. */
export function rng(seed: number): Rng {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  return {
    below,
    from: (things) => {
      const thing = things[below(things.length)];
      if (thing === undefined) throw new Error('there is nothing to choose from');
      return thing;
    },
  };
}

const special: Readonly<Record<string, string>> = {
  enter: '\r',
  esc: '\u001b',
  tab: '\t',
  space: ' ',
  backspace: '\u007f',
  delete: '\u001b[3~',
  up: '\u001b[A',
  down: '\u001b[B',
  right: '\u001b[C',
  left: '\u001b[D',
  home: '\u001b[H',
  end: '\u001b[F',
  pageup: '\u001b[5~',
  pagedown: '\u001b[6~',
  f1: '\u001bOP',
  'shift+tab': '\u001b[Z',
};

function bytesOf(key: string): string {
  const known = special[key];
  if (known !== undefined) return known;
  const ctrl = /^ctrl\+([a-z])$/u.exec(key)?.[1];
  if (ctrl !== undefined) return String.fromCharCode(ctrl.charCodeAt(0) & 0x1f);
  const alt = /^alt\+(.)$/u.exec(key)?.[1];
  if (alt !== undefined) return `\u001b${alt}`;
  return key.length === 1 ? key : '';
}

/** Every key that means something somewhere; Ctrl-z and Ctrl-c too, which the test's terminal only takes note of. */
const keys = [...new Set(Object.values(bindings).flatMap((binding): readonly string[] => binding.keys))]
  .map(bytesOf)
  .filter(Boolean);

/** Every screen that opens by its name, as the palette knows it. */
const places = screens.filter(({ needsParams }) => !needsParams).flatMap(({ words }) => words.slice(0, 1));
/** Every act that can be begun from the palette: a form, a question, or the act itself. */
const acts = operations
  .filter((one) => one.kind === 'operation' && !one.reads)
  .map(({ name }) => name.replace('.', ' ').replaceAll('_', ' '));
const commands = ['theme dark', 'role warehouse', 'help', 'lock', 'q'];
const filters = ['status:PENDING', 'total:>100', 'since:7d', 'nonsense:x', 'status:', '"', 'price:<50', 'a b c'];
const hostile = [
  '\u0000',
  '\u202e',
  'Ł',
  '東京',
  '👩‍👩‍👧‍👦',
  'e\u0301\u0301\u0301\u0301\u0301',
  '\u009b31m',
  '=1+1',
  "'; drop table orders; --",
];
const broken = [
  [0xff],
  [0xc3],
  [0xe2, 0x82],
  [0xf0, 0x9f],
  [0x80, 0x80],
  [0xed, 0xa0, 0x80],
  [0xc0, 0xaf],
  [0x9b, 0x41],
];
const torn = [
  '\u001b',
  '\u001b[',
  '\u001b[1;',
  '\u001b[200',
  '\u001b[200~',
  '\u001bO',
  '\u001b]11;rgb:',
  '\u001bP',
  '\u001b[<0;',
  '\u001b\u001b',
  '\u001b[201~',
];
const sizes = [
  [200, 50],
  [120, 40],
  [100, 24],
  [80, 24],
  [60, 16],
  [40, 12],
  [20, 8],
  [12, 4],
  [1, 1],
] as const;
const tables = ['orders', 'products', 'inventory', 'reviews', 'presence', 'users', 'payments'];

const leave = '\u001b\u001b\u001b';

/** Values into the fields of a form, and off with it. */
function filled(dice: Rng, codes: readonly string[]): string {
  const value = () => dice.from([dice.from(codes), String(dice.below(200)), '2026-12-24', 'a note', '\u001b[B', '']);
  return `${Array.from({ length: 1 + dice.below(6) }, value).join('\t')}${dice.from(['\u0013', '\u0013', '\r', ''])}`;
}

/** Keys, texts, scans, pastes, mouse, broken bytes. `codes`: what the shop's own labels say. */
function nextBytes(dice: Rng, codes: readonly string[]): Uint8Array {
  const kind = dice.below(900);
  if (kind < 500) return bytes(dice.from(keys));
  // Out of whatever lies over the screen first, or it would be typed into that.
  if (kind < 570) return bytes(`${leave}:${dice.from(places)}\r${'j'.repeat(dice.below(4))}${dice.from(['\r', ''])}`);
  if (kind < 620) return bytes(`${leave}:${dice.from(acts)}\r${dice.below(2) ? filled(dice, codes) : ''}`);
  if (kind < 630) return bytes(`:${dice.from(commands)}\r`);
  if (kind < 670) return bytes(filled(dice, codes));
  if (kind < 700) return bytes(`/${dice.from(filters)}\r`);
  if (kind < 740) return bytes(dice.from(hostile));
  if (kind < 780)
    return bytes(`${dice.below(4) ? dice.from(codes) : String(dice.below(1e9))}${dice.from(['\r', '\n', '\t', ''])}`);
  if (kind < 800)
    return bytes(`\u001b[200~${dice.from(hostile)}\n${dice.from(codes)}\n${'x'.repeat(dice.below(2000))}\u001b[201~`);
  if (kind < 835) return Uint8Array.from(dice.from(broken));
  if (kind < 870) return bytes(dice.from(torn));
  const button = dice.from([0, 2, 64, 65, 999]);
  return bytes(`\u001b[<${button};${dice.below(210)};${dice.below(60)}${dice.from(['M', 'm'])}`);
}

/** The next thing that happens. */
export function nextEvent(dice: Rng, codes: readonly string[]): RandomEvent {
  const kind = dice.below(1000);
  if (kind < 930) return { kind: 'bytes', bytes: nextBytes(dice, codes) };
  if (kind < 960) {
    const [columns, rows] = dice.from(sizes);
    return { kind: 'size', columns, rows };
  }
  if (kind < 990) return { kind: 'news', table: dice.from(tables) };
  if (kind < 998) return { kind: 'line', state: dice.from(['live', 'polling', 'lost'] as const) };
  return { kind: 'lock' };
}

/** Only the beginning of what was on its way when the line stood still. */
export function tornEvent(dice: Rng, codes: readonly string[]): Uint8Array {
  const whole = nextBytes(dice, codes);
  return whole.subarray(0, dice.below(whole.length));
}

function bytes(text: string): Uint8Array {
  return Buffer.from(text);
}
