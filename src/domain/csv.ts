import { isUtf8 } from 'node:buffer';
import { Parser } from 'csv-parse';

/** One row of a CSV file, with the two places a person looks for it in. */
export interface CsvRecord {
  /** Row in a spreadsheet: the header is 1, blank rows count. */
  readonly row: number;
  /** First line in an editor: runs ahead of `row` where a quoted cell holds line breaks. */
  readonly line: number;
  readonly cells: readonly string[];
}

export interface CsvProblem {
  /** Absent when only the line is known, e.g. for bytes that are no text. */
  readonly row?: number;
  readonly line: number;
  readonly reason: string;
}

export interface CsvOptions {
  /** Told of what cannot be read. After bytes that are no UTF-8 reading goes on, after a broken quote it cannot. */
  readonly onProblem: (problem: CsvProblem) => void;
  /** Told before the first record which of `,` `;` and tab separates the cells. */
  readonly onDelimiter?: (delimiter: string) => void;
  /** A longer row is most likely a quote that was never closed; this also bounds the memory. */
  readonly maxRowBytes?: number;
}

/**
 * Reads CSV as it comes, with bounded memory: UTF-8 with or without BOM, LF, CRLF or CR, comma, semicolon or tab.
 * Blank rows are counted and left out.
 */
export async function* readCsv(source: AsyncIterable<Uint8Array>, options: CsvOptions): AsyncGenerator<CsvRecord> {
  const maxRowBytes = options.maxRowBytes ?? 2 * 1024 * 1024;
  const lines = checkedLines(source, options.onProblem, maxRowBytes);
  const first = await lines.next();
  if (first.done) return;
  const delimiter = sniffDelimiter(first.value);
  options.onDelimiter?.(delimiter);
  const parsed: string[][] = [];
  const parser = openParser(delimiter, maxRowBytes, (cells) => parsed.push(cells));
  let row = 0;
  let line = 1;
  for await (const failure of feed(parser, first.value, lines)) {
    for (const cells of parsed.splice(0)) {
      row += 1;
      if (cells.some((cell) => cell.trim() !== '')) yield { row, line, cells };
      line += cells.reduce((sum, cell) => sum + countBreaks(cell), 1);
    }
    if (failure) {
      options.onProblem({ row: row + 1, line, reason: explain(failure, line) });
      return;
    }
  }
}

function openParser(delimiter: string, maxRowBytes: number, onRow: (cells: string[]) => void): Parser {
  return new Parser({
    bom: true,
    delimiter,
    max_record_size: maxRowBytes,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    // Collected here and not read from the stream, which drops what it holds when a later row breaks it.
    on_record: (cells: string[]) => {
      onRow(cells);
      return null;
    },
  });
}

/** Yields after every chunk, and at the end, what broke the parser; undefined while all is well. */
async function* feed(parser: Parser, first: Buffer, rest: AsyncIterable<Buffer>): AsyncGenerator<Error | undefined> {
  // The same error also reaches the callback of the write, where it is taken.
  parser.on('error', () => undefined);
  const write = (chunk: Buffer) =>
    new Promise<Error | undefined>((resolve) => parser.write(chunk, (error) => resolve(error ?? undefined)));
  yield await write(first);
  for await (const chunk of rest) yield await write(chunk);
  yield await new Promise<Error | undefined>((resolve) => {
    parser.once('error', resolve);
    parser.end(() => resolve(undefined));
  });
}

/**
 * Passes whole lines on, the first at least, so that a delimiter can be told from it. A line break is never part of
 * a longer UTF-8 character, so every line can be checked by itself and named.
 */
async function* checkedLines(
  source: AsyncIterable<Uint8Array>,
  onProblem: CsvOptions['onProblem'],
  longest: number,
): AsyncGenerator<Buffer> {
  let kept: Buffer[] = [];
  let keptBytes = 0;
  let line = 1;
  const check = (bytes: Buffer) => {
    if (isUtf8(bytes)) return (line += countBytes(bytes, 0x0a));
    for (let start = 0; start < bytes.length; line += 1) {
      const next = bytes.indexOf(0x0a, start);
      const end = next === -1 ? bytes.length : next;
      if (!isUtf8(bytes.subarray(start, end))) {
        onProblem({ line, reason: 'it holds bytes that are no UTF-8 text: save the file as "CSV UTF-8"' });
      }
      if (next === -1) return line;
      start = next + 1;
    }
    return line;
  };
  for await (const piece of source) {
    const bytes = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
    const end = bytes.lastIndexOf(0x0a) + 1;
    if (end === 0 && keptBytes < longest) {
      kept.push(bytes);
      keptBytes += bytes.length;
      continue;
    }
    const whole = Buffer.concat([...kept, end === 0 ? bytes : bytes.subarray(0, end)]);
    kept = end === 0 ? [] : [bytes.subarray(end)];
    keptBytes = kept[0]?.length ?? 0;
    check(whole);
    yield whole;
  }
  const last = Buffer.concat(kept);
  if (last.length === 0) return;
  check(last);
  yield last;
}

/** The separator that splits the first line most often, quoted text left aside; a comma when there is none. */
function sniffDelimiter(bytes: Buffer): string {
  const line = /^[^\r\n]*/u.exec(bytes.toString('utf8', 0, 64 * 1024))?.[0] ?? '';
  const bare = line.replaceAll(/"[^"]*"/gu, '');
  const count = (delimiter: string) => bare.split(delimiter).length;
  return [',', ';', '\t'].reduce((best, one) => (count(one) > count(best) ? one : best));
}

function countBytes(bytes: Buffer, wanted: number): number {
  let count = 0;
  for (let at = bytes.indexOf(wanted); at !== -1; at = bytes.indexOf(wanted, at + 1)) count += 1;
  return count;
}

function countBreaks(cell: string): number {
  return cell.includes('\n') ? cell.split('\n').length - 1 : 0;
}

function explain(failure: Error, line: number): string {
  const code = 'code' in failure ? String(failure.code) : '';
  const rest = 'no row after it could be read';
  if (code === 'CSV_QUOTE_NOT_CLOSED') return `the file ends inside a quoted cell that this row (line ${line}) opens`;
  if (code === 'CSV_MAX_RECORD_SIZE') return `the row is too long, most likely a quote (") is left open; ${rest}`;
  if (code === 'CSV_INVALID_CLOSING_QUOTE') return `a quoted cell goes on after its closing quote ("); ${rest}`;
  if (code === 'INVALID_OPENING_QUOTE') return `a quote (") stands in the middle of a cell that is not quoted; ${rest}`;
  return `${failure.message}; ${rest}`;
}
