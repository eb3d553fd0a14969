import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, test, vi } from 'vitest';
import { ENGINES } from '../../core/measurement/engines.ts';
import { LruStack } from '../../core/stack/lru-stack.ts';
import { productTrace } from '../support/kernel-traces/kernel-trace-builder.ts';
import { vectorPath } from '../support/scalars/vectors.ts';
import { failureOf, odometer } from '../support/sources/command.ts';

const folder = mkdtempSync(join(tmpdir(), 'odometer-verify-'));
const product = join(folder, 'product.json');
writeFileSync(product, JSON.stringify(productTrace(4, 'ikj')));
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => vi.restoreAllMocks());

test.each(['run', 'element', 'oracle'])(
  'a trace by --engine %s and a second engine prints what it prints',
  async (engine) => {
    const args = ['price', product, '--engine', engine, '--semantics', 'two-stack', '--json'];
    const used = [vi.spyOn(ENGINES, 'element'), vi.spyOn(ENGINES, engine === 'element' ? 'oracle' : 'run')];
    const { reads, cost } = JSON.parse(await odometer(...args, '--verify'));
    for (const spy of used.slice(0, engine === 'oracle' ? 1 : 2)) expect(spy).toHaveBeenCalled();
    expect(JSON.parse(await odometer(...args))).toMatchObject({ reads, cost });
  },
);

test('the first figure in which two engines differ fails the command', async () => {
  const price = ENGINES.element;
  vi.spyOn(ENGINES, 'element').mockImplementation((trace, options) => {
    const priced = price(trace, options);
    return { ...priced, slicePeak: priced.slicePeak.map((peak, slice) => (slice === 2 ? peak + 1 : peak)) };
  });
  const { slicePeak } = ENGINES.run(productTrace(4, 'ikj'), { semantics: 'eager', granularity: 'scalar' });
  expect(await failureOf('price', product, '--verify')).toEqual({
    text:
      `odometer: ${product}: engines disagree: cold: live elements in piece 2 of call 0 (MatMul): ` +
      `${slicePeak[2]} by run, ${slicePeak[2] + 1} by element`,
    exitCode: 1,
  });
});

test('so does the first read of a scalar program', async () => {
  const args = ['price', vectorPath('a_examples'), '--verify'];
  expect(await odometer(...args)).toBe(await odometer(...args.slice(0, 2)));
  const depthOf = LruStack.prototype.depthOf;
  vi.spyOn(LruStack.prototype, 'depthOf').mockImplementation(function (this: LruStack, key) {
    return depthOf.call(this, key) + 1;
  });
  const { text, exitCode } = await failureOf(...args);
  expect(exitCode).toBe(1);
  expect(text).toMatch(/a_examples\.json: engines disagree: \S+: eager: read 0: depth \d+ by element, \d+ by oracle$/);
});

test('prices of single reads come from no engine', async () => {
  expect(await failureOf('price', vectorPath('pricing'), '--verify')).toEqual({
    text: `odometer: ${vectorPath('pricing')}: no engine prices single reads; leave out --verify`,
    exitCode: 2,
  });
});

test.each(['--json', '--verify'])(
  'what is wrong with a trace that shows while it is priced is told with its file (%s)',
  async (flag) => {
    const file = vectorPath('hostile/steady-state-written-in-part');
    const { text, exitCode } = await failureOf('price', file, flag);
    expect(exitCode).toBe(2);
    expect(text).toContain(`${file}: hostile: returned.0: 2 of the 4 elements of value 2 were never written`);
  },
);
