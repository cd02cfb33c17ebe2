import { describe, expect, test } from '@jest/globals';
import { may, roles } from '../../../src/domain/permissions.ts';
import { screens } from '../../../src/tui/screens/index.ts';
import { trialsFor } from '../../../src/tui/screens/welcome/format.ts';

describe('the welcome page', () => {
  test.each(roles.filter((role) => role !== 'customer'))('offers %s three things that this role may do', (role) => {
    const offered = trialsFor(role);
    expect(offered).toHaveLength(3);
    for (const { screen, needs } of offered) {
      const found = screens.find(({ name }) => name === screen);
      expect(found && may(role, found.permission)).toBe(true);
      expect(may(role, needs)).toBe(true);
    }
  });

  test('does not offer the warehouse to moderate reviews, nor to somebody on call to book stock', () => {
    expect(trialsFor('warehouse').map(({ screen }) => screen)).not.toContain('moderate');
    expect(trialsFor('oncall').map(({ screen }) => screen)).not.toContain('restock');
  });
});
