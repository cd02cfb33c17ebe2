import { describe, expect, test } from '@jest/globals';
import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { readCsv, type CsvProblem, type CsvRecord } from '../../src/domain/csv.ts';

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
}

async function read(content: string | Buffer, size = 7, maxRowBytes?: number) {
  const problems: CsvProblem[] = [];
  const records: CsvRecord[] = [];
  const options = { onProblem: (problem: CsvProblem) => problems.push(problem) };
  const bytes = Buffer.isBuffer(content) ? content : Buffer.from(content);
  const source = readCsv(inPieces(bytes, size), maxRowBytes === undefined ? options : { ...options, maxRowBytes });
  for await (const record of source) records.push(record);
  return { records, problems };
}

const cell = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('', ' ', 'x', 'größe', '日本', '👟', ',', ';', '"', "'", '\t') },
  { weight: 1, arbitrary: fc.constantFrom('a\nb', 'a\r\nb', '"quoted"', 'a,"b"', '\n', 'a\n\nb') },
  { weight: 1, arbitrary: fc.string({ maxLength: 8 }).filter((text) => !/[\0\ufeff\r]/u.test(text)) },
);

describe('readCsv', () => {
  test('whatever was written comes back, with the lines an editor counts, however the bytes are cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(cell, cell, cell), { maxLength: 12 }),
        fc.constantFrom('\n', '\r\n'),
        fc.boolean(),
        fc.boolean(),
        fc.integer({ min: 1, max: 40 }),
        async (rows, ending, bom, ended, size) => {
          const all = [['one', 'two', 'three'], ...rows];
          const text = stringify(all, { record_delimiter: ending, quoted: true, eof: ended, bom });
          const { records, problems } = await read(text, size);
          let line = 1;
          const expected = all.flatMap((cells, index) => {
            const record = { row: index + 1, line, cells };
            line += 1 + (cells.join('').split('\n').length - 1);
            return cells.some((one) => one.trim() !== '') ? [record] : [];
          });
          expect(problems).toEqual([]);
          expect(records).toEqual(expected);
        },
      ),
      { numRuns: 150 },
    );
  });

  test('blank rows are left out and counted, also those of commas only', async () => {
    const { records } = await read('a,b\n\n,,\n1,2\n \n');
    expect(records.map(({ row, line }) => [row, line])).toEqual([
      [1, 1],
      [4, 4],
    ]);
  });

  test.each([
    ['semicolons', 'Handle;"Price, old, in EUR"\n1;2'],
    ['tabs', 'Handle\tPrice\n1\t2'],
    ['commas', '"a;b;c",Price\n1,2'],
    ['old Mac line ends', 'Handle,Price\r1,2\r'],
    ['mixed line ends', 'Handle,Price\r\n1,2\n'],
  ])('a file with %s is read', async (_, text) => {
    const { records } = await read(text);
    expect(records.at(1)?.cells).toEqual(['1', '2']);
  });

  test('a quote that is never closed is told with the row that opens it, and the rows before are given', async () => {
    const { records, problems } = await read('a,b\n1,2\n3,"4\n5,6\n', 100);
    expect(records).toHaveLength(2);
    expect(problems).toEqual([{ row: 3, line: 3, reason: expect.stringContaining('ends inside a quoted cell') }]);
  });

  test('a quote left open in a large file stops at the longest row allowed', async () => {
    const { records, problems } = await read(`a,b\n1,"${'x\n'.repeat(5000)}`, 64, 1000);
    expect(records).toHaveLength(1);
    expect(problems).toEqual([{ row: 2, line: 2, reason: expect.stringContaining('quote (") is left open') }]);
  });

  test.each([
    ['text after a closing quote', 'a,b\n1,"2"x\n3,4\n'],
    ['a quote inside a bare cell', 'a,b\n1,2"x\n3,4\n'],
  ])('%s stops the reading and names the row', async (_, text) => {
    const { problems } = await read(text);
    expect(problems).toEqual([{ row: 2, line: 2, reason: expect.stringContaining('no row after it') }]);
  });

  test('bytes that are no UTF-8 are told by line, every one of them, wherever the chunks are cut', async () => {
    const bytes = Buffer.from('a,b\nü,\xe9\n3,4\n\xff,x', 'latin1');
    for (const size of [1, 2, 3, 5, 100]) {
      const { problems } = await read(bytes, size);
      expect(problems.map(({ line }) => line)).toEqual([2, 4]);
    }
  });

  test('an empty file and a lone byte order mark have no record', async () => {
    expect(await read('')).toEqual({ records: [], problems: [] });
    expect(await read('\ufeff')).toEqual({ records: [], problems: [] });
  });
});
