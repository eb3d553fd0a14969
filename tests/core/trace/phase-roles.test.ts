import { expect, test } from 'vitest';
import { phaseRole } from '../../../core/trace/phase-roles.ts';

test.each([
  ['positive forward', 'forward'],
  ['negative forward', 'second forward'],
  ['forward', 'forward'],
  ['backward', 'backward'],
  ['head optimiser', 'optimiser'],
  ['epilogue', 'epilogue'],
  ['settle', 'other'],
  ['constructor', 'other'],
])('%s is %s by its name', (name, role) => {
  expect(phaseRole(name)).toBe(role);
});

test('a role that is given takes the place of the documented one', () => {
  const given = { settle: 'forward', forward: 'predict' } as const;
  expect(phaseRole('settle', given)).toBe('forward');
  expect(phaseRole('forward', given)).toBe('predict');
  expect(phaseRole('backward', given)).toBe('backward');
  expect(phaseRole('toString', given)).toBe('other');
});
