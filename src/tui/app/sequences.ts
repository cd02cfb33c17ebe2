/** A key that is no plain character, or one with Ctrl or Alt. */
export interface KeyEvent {
  readonly kind: 'key';
  /** `enter esc tab space backspace delete insert up down left right home end pageup pagedown f1..f12` or a character. */
  readonly name: string;
  readonly ctrl: boolean;
  readonly alt: boolean;
  readonly shift: boolean;
}

/** The wheel or a button, in cells from 0; sent only while the mouse is on. */
export interface MouseEvent {
  readonly kind: 'mouse';
  readonly what: 'wheel-up' | 'wheel-down' | 'click';
  readonly column: number;
  readonly row: number;
}

/** What the terminal answers when it is asked for the colour of its ground, each part from 0 to 1. */
export interface BackgroundEvent {
  readonly kind: 'background';
  readonly rgb: readonly [red: number, green: number, blue: number];
}

export interface Sequence {
  readonly length: number;
  /** Undefined: a reply of the terminal or something unknown, to be passed over. */
  readonly event:
    | KeyEvent
    | { readonly kind: 'focus'; readonly focused: boolean }
    | { readonly kind: 'text'; readonly text: string }
    | MouseEvent
    | BackgroundEvent
    | 'paste'
    | undefined;
}

const finals: Readonly<Record<string, string>> = {
  A: 'up',
  B: 'down',
  C: 'right',
  D: 'left',
  F: 'end',
  H: 'home',
  P: 'f1',
  Q: 'f2',
  R: 'f3',
  S: 'f4',
};

const tildes: Readonly<Record<string, string>> = {
  1: 'home',
  2: 'insert',
  3: 'delete',
  4: 'end',
  5: 'pageup',
  6: 'pagedown',
  7: 'home',
  8: 'end',
  11: 'f1',
  12: 'f2',
  13: 'f3',
  14: 'f4',
  15: 'f5',
  17: 'f6',
  18: 'f7',
  19: 'f8',
  20: 'f9',
  21: 'f10',
  23: 'f11',
  24: 'f12',
};

/** The number pad in application mode. */
const pad: Readonly<Record<string, string>> = Object.fromEntries(
  Array.from('jklmnopqrstuvwxy').map((letter, index) => [letter, '*+,-./0123456789'.charAt(index)]),
);

/** Keys that kitty's protocol (CSI u) names by number. */
const numbered: Readonly<Record<number, string>> = {
  9: 'tab',
  13: 'enter',
  27: 'esc',
  32: 'space',
  57414: 'enter',
  127: 'backspace',
};

const csi = /\u001b\[([0-?]*)[ -/]*([@-~])/uy;
const csiBegun = /\u001b\[[0-?]*[ -/]*$/uy;
const stringEnd = /\u0007|\u001b\\|\u009c/gu;

/** The escape sequence that begins at `at` (an ESC). `incomplete`: more must come, or time must tell. */
export function matchSequence(source: string, at: number): Sequence | 'incomplete' {
  const second = source.charAt(at + 1);
  if (second === '') return 'incomplete';
  if (second === '[') return matchCsi(source, at);
  if (second === 'O') return matchSs3(source, at);
  if (']P_^X'.includes(second)) return matchString(source, at);
  if (second === '\u001b') return { length: 1, event: key('esc') };
  const point = source.codePointAt(at + 1) ?? 0;
  if (point < 0x20 || point === 0x7f) return { length: 2, event: altControl(point) };
  const character = String.fromCodePoint(point);
  return { length: 1 + character.length, event: key(character === ' ' ? 'space' : character, 2) };
}

function matchCsi(source: string, at: number): Sequence | 'incomplete' {
  csi.lastIndex = at;
  const match = csi.exec(source);
  if (!match) {
    csiBegun.lastIndex = at;
    if (csiBegun.test(source)) return 'incomplete';
    // A character that no sequence holds: what came before it is noise, the character itself is not.
    const noise = /\u001b\[[0-?]*[ -/]*/uy;
    noise.lastIndex = at;
    return { length: noise.exec(source)?.[0].length ?? 2, event: undefined };
  }
  const [whole, parameters = '', final = ''] = match;
  return { length: whole.length, event: csiEvent(parameters, final) };
}

function csiEvent(parameters: string, final: string): Sequence['event'] {
  if (parameters === '' && (final === 'I' || final === 'O')) return { kind: 'focus', focused: final === 'I' };
  if (parameters === '200' && final === '~') return 'paste';
  if (parameters.startsWith('<')) return mouseEvent(parameters, final);
  if (/^[=>?]/u.test(parameters)) return undefined;
  const [first = '', second = ''] = parameters.split(';');
  const modifiers = Math.max(0, Number.parseInt(second || '1', 10) - 1);
  if (final === 'Z') return key('tab', 1);
  if (final === '~') {
    const name = tildes[first];
    return name === undefined ? undefined : key(name, modifiers);
  }
  if (final === 'u') return kittyKey(Number.parseInt(first, 10), modifiers, second);
  const name = finals[final];
  // `CSI row ; column R` is the terminal telling its cursor, not F3.
  if (name === undefined || (final === 'R' && first !== '' && first !== '1')) return undefined;
  return key(name, modifiers);
}

const buttons: Readonly<Record<string, MouseEvent['what']>> = { 0: 'click', 64: 'wheel-up', 65: 'wheel-down' };

/** `CSI < button ; column ; row M` (SGR, 1006): presses of the left button and turns of the wheel, nothing else. */
function mouseEvent(parameters: string, final: string): Sequence['event'] {
  const [, button = '', column = '', row = ''] = /^<(\d{1,3});(\d{1,4});(\d{1,4})$/u.exec(parameters) ?? [];
  const what = buttons[button];
  if (final !== 'M' || what === undefined) return undefined;
  return { kind: 'mouse', what, column: Math.max(0, Number(column) - 1), row: Math.max(0, Number(row) - 1) };
}

const ground = /^\]11;rgba?:([\da-f]{1,4})\/([\da-f]{1,4})\/([\da-f]{1,4})/iu;

function backgroundEvent(body: string): BackgroundEvent | undefined {
  const [, ...parts] = ground.exec(body) ?? [];
  const [red, green, blue] = parts.map((part) => Number.parseInt(part, 16) / (16 ** part.length - 1));
  if (red === undefined || green === undefined || blue === undefined) return undefined;
  return { kind: 'background', rgb: [red, green, blue] };
}

function kittyKey(code: number, modifiers: number, second: string): Sequence['event'] {
  // `;modifiers:3` is a key let go.
  if (!Number.isInteger(code) || second.endsWith(':3')) return undefined;
  const name = numbered[code];
  if (name !== undefined) return key(name, modifiers);
  if (code < 0x20 || code > 0x10ffff || (code >= 57344 && code <= 63743)) return undefined;
  const character = String.fromCodePoint(code);
  if ((modifiers & 6) !== 0) return key(character, modifiers);
  return { kind: 'text', text: (modifiers & 1) === 1 ? character.toUpperCase() : character };
}

function matchSs3(source: string, at: number): Sequence | 'incomplete' {
  const third = source.charAt(at + 2);
  if (third === '') return 'incomplete';
  const name = finals[third];
  if (name !== undefined) return { length: 3, event: key(name) };
  if (third === 'M') return { length: 3, event: key('enter') };
  const digit = pad[third];
  if (digit !== undefined) return { length: 3, event: { kind: 'text', text: digit } };
  return { length: 2, event: key('O', 2) };
}

/** OSC, DCS, APC, PM, SOS: replies of the terminal, up to their end. */
function matchString(source: string, at: number): Sequence | 'incomplete' {
  stringEnd.lastIndex = at + 2;
  const end = stringEnd.exec(source);
  if (!end) return 'incomplete';
  return { length: stringEnd.lastIndex - at, event: backgroundEvent(source.slice(at + 1, end.index)) };
}

function altControl(code: number): KeyEvent {
  const names: Readonly<Record<number, string>> = {
    8: 'backspace',
    9: 'tab',
    10: 'enter',
    13: 'enter',
    127: 'backspace',
  };
  const name = names[code];
  return name === undefined ? key(String.fromCharCode(code + 0x60), 6) : key(name, 2);
}

/** Modifier bits as terminals send them: 1 shift, 2 alt, 4 ctrl. */
function key(name: string, modifiers = 0): KeyEvent {
  return {
    kind: 'key',
    name,
    ctrl: (modifiers & 4) !== 0,
    alt: (modifiers & 2) !== 0,
    shift: (modifiers & 1) !== 0,
  };
}
