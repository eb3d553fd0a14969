import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { measure } from '../../core/measurement/measure.ts';
import { programJson } from '../../core/programs/program-format.ts';
import { GRANULARITIES, SEMANTICS } from '../../core/trace/trace.ts';
import { traceScalars } from '../../instrument/scalars/scalar-tracer.ts';
import { TensorProxy } from '../../instrument/scalars/tensor-proxy.ts';
import { vectorPath } from '../support/scalars/vectors.ts';
import { failureOf, odometer } from '../support/sources/command.ts';

const folder = mkdtempSync(join(tmpdir(), 'odometer-saved-program-'));
afterAll(() => rmSync(folder, { recursive: true }));

const { program } = traceScalars(
  (a, b) => {
    let sum = a.get(0).mul(b.get(0));
    for (let i = 1; i < 4; i++) sum = sum.add(a.get(i).mul(b.get(i)));
    b.set(0, sum);
    return b;
  },
  [new TensorProxy('float32', [4]), new TensorProxy('float32', [4])],
  'dot',
);
const path = join(folder, 'dot.json');
writeFileSync(path, JSON.stringify(programJson(program)));

test.each(GRANULARITIES)('a saved program has the figures that it was measured with, at %s', async (granularity) => {
  const args = ['price', path, '--semantics', 'all', '--granularity', granularity, '--verify', '--json'];
  const [{ name, semantics: prices }] = JSON.parse(await odometer(...args)).programs;
  expect(name).toBe('dot');
  for (const semantics of SEMANTICS) {
    const { reads, epilogueReads, cost } = measure(program, { semantics, granularity });
    expect(prices[semantics]).toMatchObject({ reads, totals: cost.cold });
    expect(prices[semantics].epilogueReads).toBe(epilogueReads);
  }
  expect(prices.eager.reads).toBe(granularity === 'scalar' ? 14 : 8);
});

test('a program by another tracer has no price at register', async () => {
  const file = vectorPath('a_examples');
  const { text, exitCode } = await failureOf('price', file, '--granularity', 'register');
  expect(exitCode).toBe(2);
  expect(text).toMatch(
    /^odometer: .*a_examples\.json: program "\w+": granularity register: it does not tell which results were /,
  );
  expect(text).not.toContain('\n');
});
