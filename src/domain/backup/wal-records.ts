/**
 * When the last transaction in a WAL segment ended, read from the segment itself: what the server says and the times
 * of files tell when a segment came into the repository, not what is in it. The layout is PostgreSQL's own
 * (xlogrecord.h, xlog_internal.h), the same in versions 15 to 18.
 */
const pageSize = 8192;
const recordHeader = 24;
const largestRecord = 1 << 30;
const transactionManager = 1;
/** XLOG_XACT_COMMIT, ABORT, COMMIT_PREPARED, ABORT_PREPARED: a recovery to a time stops at each of them. */
const endings = [0x00, 0x20, 0x30, 0x40];
/** PostgreSQL's times begin in 2000. */
const epoch = Date.UTC(2000, 0, 1);

/** @returns milliseconds since 1970, rounded down; undefined when no transaction ends in it */
export function lastEnding(segment: Uint8Array): number | undefined {
  const view = new DataView(segment.buffer, segment.byteOffset, segment.byteLength);
  let last: number | undefined;
  let at = firstRecord(view);
  while (at !== undefined) {
    const start: number = at;
    if (start + 4 > segment.length) break;
    const length = view.getUint32(start, true);
    // Zeroes follow the last record of a segment that was closed early.
    if (length < recordHeader || length > largestRecord) break;
    const record = readBytes(view, start, Math.min(length, recordHeader + 64));
    if (!record) break;
    const time = endingOf(record);
    if (time !== undefined && (last === undefined || time > last)) last = time;
    at = behind(view, start, length);
  }
  return last;
}

const headerOf = (view: DataView, page: number): number => ((view.getUint16(page + 2, true) & 2) === 0 ? 24 : 40);

/** Behind the rest of a record that began in the segment before. */
function firstRecord(view: DataView): number | undefined {
  if (view.byteLength < pageSize) return undefined;
  const rest = (view.getUint16(2, true) & 1) === 0 ? 0 : view.getUint32(16, true);
  return rest === 0 ? headerOf(view, 0) : behind(view, headerOf(view, 0), rest);
}

/** Where the next record begins after `length` bytes from `start`: pages' headers are no part of it. */
function behind(view: DataView, start: number, length: number): number | undefined {
  let at = start;
  let left = length;
  for (;;) {
    const room = pageSize - (at % pageSize);
    if (left < room) break;
    left -= room;
    at += room;
    if (at + 40 > view.byteLength) return undefined;
    at += headerOf(view, at);
    if (left === 0) return at;
  }
  const next = Math.ceil((at + left) / 8) * 8;
  if (next % pageSize !== 0) return next;
  return next + 40 > view.byteLength ? undefined : next + headerOf(view, next);
}

function readBytes(view: DataView, start: number, length: number): DataView | undefined {
  const bytes = new Uint8Array(length);
  let at = start;
  for (let got = 0; got < length; got += 1) {
    if (at % pageSize === 0 && got > 0) {
      if (at + 40 > view.byteLength) return undefined;
      at += headerOf(view, at);
    }
    if (at >= view.byteLength) return undefined;
    bytes[got] = view.getUint8(at);
    at += 1;
  }
  return new DataView(bytes.buffer);
}

function endingOf(record: DataView): number | undefined {
  if (record.byteLength < recordHeader + 10 || record.getUint8(17) !== transactionManager) return undefined;
  if (!endings.includes(record.getUint8(16) & 0x70)) return undefined;
  let at = recordHeader;
  for (;;) {
    const kind = record.getUint8(at);
    if (kind === 253) at += 3;
    else if (kind === 252) at += 5;
    else if (kind === 255) return timeAt(record, at + 2);
    else if (kind === 254) return timeAt(record, at + 5);
    else return undefined;
    if (at + 13 > record.byteLength) return undefined;
  }
}

function timeAt(record: DataView, at: number): number | undefined {
  if (at + 8 > record.byteLength) return undefined;
  return epoch + Number(record.getBigInt64(at, true) / 1000n);
}
