import type { IBufferCell, Terminal } from '@xterm/headless';

const cell = { width: 8.4, height: 18, text: 14 };
const paper = '#16181d';
const ink = '#d7dae0';

/** The first sixteen colours of a terminal; the rest follows from their number. */
const basic = [
  ...['#1d1f24', '#e06c75', '#98c379', '#e5c07b', '#61afef', '#c678dd', '#56b6c2', '#c8ccd4'],
  ...['#5c6370', '#ff7b86', '#b1e18b', '#f5d491', '#7cc3ff', '#de95f5', '#6fd3df', '#ffffff'],
];

/** What a terminal shows, as a picture: every run of cells of one look is one text, as wide as its cells. */
export function toSvg(terminal: Terminal, title: string): string {
  const { rows, cols, buffer } = terminal;
  const width = Math.ceil(cols * cell.width + 16);
  const height = rows * cell.height + 16;
  const parts: string[] = [];
  for (let row = 0; row < rows; row += 1) {
    const line = buffer.active.getLine(buffer.active.baseY + row);
    for (const run of line ? runsOf(cols, (column) => line.getCell(column)) : []) parts.push(painted(run, row));
  }
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="100%" height="100%" rx="6" fill="${paper}"/>`,
    `<g font-family="ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="${cell.text}" xml:space="preserve">`,
    ...parts,
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

interface Look {
  readonly fill: string;
  readonly ground: string | undefined;
  readonly bold: boolean;
  readonly underline: boolean;
  readonly dim: boolean;
}

interface Run {
  readonly look: Look;
  readonly from: number;
  readonly text: string;
  readonly columns: number;
}

function runsOf(columns: number, at: (column: number) => IBufferCell | undefined): Run[] {
  const runs: Run[] = [];
  for (let column = 0; column < columns; column += 1) {
    const here = at(column);
    if (!here || here.getWidth() === 0) continue;
    const look = lookOf(here);
    const text = here.getChars() || ' ';
    const last = runs.at(-1);
    if (last && same(last.look, look) && last.from + last.columns === column) {
      runs[runs.length - 1] = { ...last, text: last.text + text, columns: last.columns + here.getWidth() };
    } else runs.push({ look, from: column, text, columns: here.getWidth() });
  }
  return runs.filter(({ text, look }) => text.trim() !== '' || look.ground !== undefined);
}

function lookOf(here: IBufferCell): Look {
  const front = here.isFgDefault() ? ink : colour(here.getFgColor(), here.isFgRGB());
  const back = here.isBgDefault() ? undefined : colour(here.getBgColor(), here.isBgRGB());
  const inverse = here.isInverse() !== 0;
  return {
    fill: inverse ? (back ?? paper) : front,
    ground: inverse ? front : back,
    bold: here.isBold() !== 0,
    underline: here.isUnderline() !== 0,
    dim: here.isDim() !== 0,
  };
}

const same = (one: Look, other: Look) => JSON.stringify(one) === JSON.stringify(other);

function colour(number: number, rgb: boolean): string {
  if (rgb) return `#${number.toString(16).padStart(6, '0')}`;
  const known = basic[number];
  if (known !== undefined) return known;
  if (number >= 232) return `#${(8 + (number - 232) * 10).toString(16).padStart(2, '0').repeat(3)}`;
  const level = (place: number) => [0, 95, 135, 175, 215, 255][Math.floor((number - 16) / place) % 6] ?? 0;
  return `#${[36, 6, 1].map((place) => level(place).toString(16).padStart(2, '0')).join('')}`;
}

function painted({ look, from, text, columns }: Run, row: number): string {
  const x = (8 + from * cell.width).toFixed(1);
  const y = 8 + row * cell.height;
  const width = (columns * cell.width).toFixed(1);
  const ground = look.ground
    ? `<rect x="${x}" y="${y}" width="${width}" height="${cell.height}" fill="${look.ground}"/>`
    : '';
  if (text.trim() === '') return ground;
  const style = [
    look.bold ? ' font-weight="bold"' : '',
    look.underline ? ' text-decoration="underline"' : '',
    look.dim ? ' opacity="0.65"' : '',
  ].join('');
  return `${ground}<text x="${x}" y="${y + 13.5}" textLength="${width}" lengthAdjust="spacingAndGlyphs" fill="${look.fill}"${style}>${escaped(text)}</text>`;
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string) => text.replaceAll(/[&<>"]/gu, (sign) => escapes[sign] ?? sign);

/** The words that a picture shows, to tell whether the program still looks like it: no numbers, dates or bars. */
export function wordsOf(svg: string): ReadonlySet<string> {
  const shown = [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/gu)].map(([, text]) => text ?? '').join(' ');
  return new Set(shown.match(/(?<![\p{L}@.…])\p{Ll}{4,}(?![@.]\p{L})/gu));
}
