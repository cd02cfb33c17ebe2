import { expect, test } from '@jest/globals';
import { operations } from '../helpers/operations.ts';

const listings = operations.filter((one) => one.kind === 'listing');
const suggesting = listings.flatMap(({ name, filters }) =>
  Object.entries(filters).flatMap(([key, { suggest }]) => (suggest ? [{ name, key, ...suggest }] : [])),
);

test.each(suggesting)('$key: of $name is offered what $column of $list holds', ({ list, column }) => {
  expect(listings.find(({ name }) => name === list)?.columns).toHaveProperty(column);
});
