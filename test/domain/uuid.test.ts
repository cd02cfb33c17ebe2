import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { uuidRange } from '../../src/domain/uuid.ts';

test('every beginning of a UUID of eight digits or more holds that UUID', () => {
  fc.assert(
    fc.property(fc.uuid(), fc.integer({ min: 8, max: 36 }), fc.boolean(), (id, length, dashes) => {
      const given = (dashes ? id : id.replaceAll('-', '')).slice(0, length).toUpperCase();
      const range = uuidRange(given);
      if (given.replaceAll('-', '').length < 8) expect(range).toBeUndefined();
      else expect((range?.from ?? 'z') <= id && id <= (range?.to ?? '')).toBe(true);
    }),
  );
});

test('what is no beginning of one is none', () => {
  for (const given of ['', '1234567', 'xyzxyzxy', '0'.repeat(33), "12345678' or true"]) {
    expect(uuidRange(given)).toBeUndefined();
  }
  expect(uuidRange('00000000-0000-4000-8000-000000000001')).toMatchObject({ whole: true });
});
