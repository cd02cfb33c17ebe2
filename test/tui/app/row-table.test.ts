import { expect, test } from '@jest/globals';
import { placedRow } from '../../../src/tui/app/RowTable.tsx';

test('the cursor stays on a row that is there, and is seen', () => {
  expect(placedRow({ cursor: 0, top: 0 }, 100, 10)).toEqual({ cursor: 0, top: 0 });
  expect(placedRow({ cursor: 25, top: 0 }, 100, 10)).toEqual({ cursor: 25, top: 16 });
  expect(placedRow({ cursor: 3, top: 16 }, 100, 10)).toEqual({ cursor: 3, top: 3 });
  expect(placedRow({ cursor: 99, top: 0 }, 100, 10)).toEqual({ cursor: 99, top: 90 });
});

test('rows that went away take the cursor and the scroll back with them', () => {
  expect(placedRow({ cursor: 99, top: 90 }, 5, 10)).toEqual({ cursor: 4, top: 0 });
  expect(placedRow({ cursor: 99, top: 90 }, 0, 10)).toEqual({ cursor: 0, top: 0 });
  expect(placedRow({ cursor: 7, top: 7 }, 8, 10)).toEqual({ cursor: 7, top: 0 });
});
