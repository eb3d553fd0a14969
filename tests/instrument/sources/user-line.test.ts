import { expect, test } from 'vitest';
import { userLine } from '../../../instrument/sources/user-line.ts';
import { phase } from '../../../instrument/tensors/labels.ts';

/** This file's line that calls, as the stack tells it. */
function ownLine(): string {
  const frame = new Error().stack?.split('\n')[2] ?? '';
  return `tests/instrument/sources/user-line.test.ts:${/:(\d+):\d+\)?$/.exec(frame)?.[1]}`;
}

test('the line that asks, relative to the current folder', () => {
  expect([userLine(), ownLine()]).toEqual([expect.stringMatching(/^tests\/.*:12$/), expect.stringMatching(/:12$/)]);
});

test('the innermost line of the user, called by the package or not', () => {
  const [line, own] = phase('forward', () => [userLine(), ownLine()]);
  expect(line).toBe(own);
});

test('none where the user is further out than it is looked for', () => {
  expect(userLine(1)).toBeNull();
});

test('the depth of stacks is as before', () => {
  const before = Error.stackTraceLimit;
  userLine();
  expect(Error.stackTraceLimit).toBe(before);
});
