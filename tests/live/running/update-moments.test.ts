import { expect, test } from 'vitest';
import { instructionsOf, momentOf, PHASE_WORDS, stretchesOf } from '../../../live/running/update-moments.ts';
import { committedFiles } from '../../support/results/committed-results.ts';

const point = (instructions: number, cost: number, live: number, phase: string, layer: number | null) => ({
  instructions,
  cost,
  live,
  phase,
  layer,
});
const UPDATE = {
  course: [
    point(10, 5, 3, 'forward', 0),
    point(20, 9, 4, 'forward', 0),
    point(30, 20, 6, 'backward', 0),
    point(40, 22, 2, 'optimiser', null),
  ],
  waits: [{ layer: 0, firstInstruction: 0, updatedAfter: 40 }],
};

test('an update at a moment is the piece that is being executed, with what was paid before', () => {
  expect(momentOf(UPDATE, 0)).toEqual({ phase: 'forward', layer: 0, live: 3, cost: 0, updated: [], isOver: false });
  expect(momentOf(UPDATE, 25)).toMatchObject({ phase: 'backward', live: 6, cost: 9, updated: [] });
  expect(momentOf(UPDATE, 40)).toMatchObject({ phase: 'optimiser', cost: 22, updated: [0], isOver: true });
  expect(instructionsOf(UPDATE)).toBe(40);
});

test('pieces of one phase and layer in a row are one stretch, and stretches leave no gap', () => {
  const stretches = stretchesOf(UPDATE);
  expect(stretches.map(({ phase, from, to }) => [phase, from, to])).toEqual([
    ['forward', 0, 20],
    ['backward', 20, 30],
    ['optimiser', 30, 40],
  ]);
});

test('every phase of the toy has words', () => {
  const [toy] = committedFiles().flatMap(({ results }) => results.scenarios.filter(({ id }) => id === 'disk-ring'));
  const phases = toy.updates.flatMap((update) => update.phases.map(({ phase }) => phase));
  expect(phases.length).toBeGreaterThan(8);
  expect(phases.filter((phase) => PHASE_WORDS[phase] === undefined)).toEqual([]);
});
