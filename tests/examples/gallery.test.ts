import { describe, expect, test } from 'vitest';
import { selectCases } from '../../cli/cases/measured-cases.ts';
import type { CaseSettings } from '../../instrument/cases/case-figures.ts';
import { measureBody, type RecordedBody, recordBody } from '../../instrument/cases/measured-case.ts';
import { PUBLISHED_FIGURES } from './published-figures.ts';

const loaded = await selectCases({ files: ['examples/kernels'], filter: undefined, shard: null });
const byLabel = new Map(loaded.map(({ one }) => [one.label, one]));

const isThere = ({ label }: { label: string }): boolean => byLabel.has(label);
const there = PUBLISHED_FIGURES.filter(isThere);
const missing = PUBLISHED_FIGURES.filter((figures) => !isThere(figures));

/** What the case of a label does. */
function recorded(label: string): RecordedBody {
  const body = byLabel.get(label)!.build(0);
  return recordBody(body, label, { lines: false }, () => {
    throw new Error(`${label} is no file`);
  });
}

function cost(body: RecordedBody, semantics: CaseSettings['semantics']): number {
  return Number(measureBody(body, { semantics, granularity: 'scalar', bytes: 1, lines: false }).figures.cost);
}

test('no two kernels of the gallery have one name', () => {
  expect(byLabel.size).toBe(loaded.length);
});

describe('a kernel costs what was published of it', () => {
  test.each(there)('$label', ({ label, live, classic }) => {
    const body = recorded(label);
    expect({ live: cost(body, 'ir-live'), classic: cost(body, 'ir-classic') }).toEqual({ live, classic });
  });
  // Kernels that are still to be written.
  for (const { label } of missing) test.todo(`MISSING: ${label}`);
});
