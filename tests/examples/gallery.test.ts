import { expect, test } from 'vitest';
import { selectCases } from '../../cli/cases/measured-cases.ts';
import type { CaseSettings } from '../../instrument/cases/case-figures.ts';
import { measureBody, type RecordedBody } from '../../instrument/cases/measured-body.ts';
import { recordBody } from '../../instrument/cases/measured-case.ts';
import { PUBLISHED_FIGURES } from './published-figures.ts';

const loaded = await selectCases({ files: ['examples/kernels'], filter: undefined, shard: null });
const byLabel = new Map(loaded.map(({ one }) => [one.label, one]));

/** What the case of a label does. */
function recorded(label: string): RecordedBody {
  const one = byLabel.get(label);
  if (one === undefined) throw new Error(`MISSING: no case of the gallery is called ${label}`);
  return recordBody(one.build(0), label, { lines: false }, () => {
    throw new Error(`${label} is no file`);
  });
}

function cost(body: RecordedBody, semantics: CaseSettings['semantics']): number {
  return Number(measureBody(body, { semantics, granularity: 'scalar', bytes: 1, lines: false }).figures.cost);
}

test('no two kernels of the gallery have one name', () => {
  expect(byLabel.size).toBe(loaded.length);
});

test('the published grid has 48 rows', () => {
  expect(new Set(PUBLISHED_FIGURES.map(({ label }) => label)).size).toBe(48);
});

test.each(PUBLISHED_FIGURES)('$row costs what was published of it', ({ label, live, classic }) => {
  const body = recorded(label);
  expect({ live: cost(body, 'ir-live'), classic: cost(body, 'ir-classic') }).toEqual({ live, classic });
});
