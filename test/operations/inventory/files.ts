import type { InputFileValue } from '../../../src/operations/fields.ts';

/** A file as the command line gives it: read once, in pieces. */
export function file(text: string | Buffer, name = 'delivery.csv', pieces = 1): InputFileValue {
  const bytes = Buffer.from(text);
  let opened = 0;
  return {
    name,
    async *open() {
      opened += 1;
      if (opened > 1) throw new Error('a stream can be read once only');
      const size = Math.max(1, Math.ceil(bytes.length / pieces));
      for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
    },
  };
}
