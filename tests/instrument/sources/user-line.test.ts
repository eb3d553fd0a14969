import { fileURLToPath } from 'node:url';
import { runInThisContext } from 'node:vm';
import { expect, test } from 'vitest';
import { phase } from '../../../instrument/labels/labels.ts';
import { userLine, userPlace } from '../../../instrument/sources/user-line.ts';

/** This file's line that calls, as the stack tells it. */
function ownLine(): string {
  const frame = new Error().stack?.split('\n')[2] ?? '';
  return `tests/instrument/sources/user-line.test.ts:${/:(\d+):\d+\)?$/.exec(frame)?.[1]}`;
}

test('the line that asks, relative to the current folder', () => {
  const [line, own] = [userLine(), ownLine()];
  expect(line).toBe(own);
  expect(line).toMatch(/^tests\/.*:14$/);
});

test('the innermost line of the user, called by the package or not', () => {
  const [line, own] = phase('forward', () => [userLine(), ownLine()]);
  expect(line).toBe(own);
});

test("a rule of the package is named from the package's folder, wherever one is", () => {
  const path = fileURLToPath(new URL('../../../scenarios/dense/layers.ts', import.meta.url));
  const folder = process.cwd();
  process.chdir('/');
  const place = userPlace(`    at forward (${path}:64:10)`);
  process.chdir(folder);
  expect(place).toBe('scenarios/dense/layers.ts:64');
});

test('none where the user is further out than it is looked for', () => {
  expect(userLine(1)).toBeNull();
});

test('what stacks look like is as before', () => {
  const { stackTraceLimit, prepareStackTrace } = Error;
  userLine();
  expect([Error.stackTraceLimit, Error.prepareStackTrace]).toEqual([stackTraceLimit, prepareStackTrace]);
  expect(new Error('mine').stack).toMatch(/^Error: mine\n {4}at /);
});

test('a file that was changed and is read again has its new lines', () => {
  const lineIn = (source: string): unknown => runInThisContext(source, { filename: '/elsewhere/kernel.js' })(userLine);
  // Where they ask is as many characters from the start.
  expect(lineIn('(ask) => {\n\nreturn ask(); }')).toBe('/elsewhere/kernel.js:3');
  expect(lineIn('(ask) => {  return ask(); }')).toBe('/elsewhere/kernel.js:1');
  expect(lineIn('(ask) => {\n\nreturn ask(); }')).toBe('/elsewhere/kernel.js:3');
});

test('no line of TensorFlow.js, wherever its source maps place it', () => {
  const { prepareStackTrace } = Error;
  const filename = '/project/node_modules/@tensorflow/tfjs-core/dist/engine.js';
  const throughTensorflow = runInThisContext('(ask) => ask()', { filename });
  Error.prepareStackTrace = (error, sites) =>
    [error, ...sites].join('\n    at ').replaceAll(filename, '/project/tfjs-core/src/engine.ts');
  try {
    expect(throughTensorflow(userLine)).toMatch(/^tests\/instrument\/sources\/user-line\.test\.ts:\d+$/);
  } finally {
    Error.prepareStackTrace = prepareStackTrace;
  }
});
