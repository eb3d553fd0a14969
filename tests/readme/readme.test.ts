import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { InputError } from '../../core/input-error.ts';
import { committedResults, documentedRun, README } from '../support/results/committed-results.ts';
import { handMadeResults } from '../support/results/hand-made-results.ts';
import { handMadeMissedResults, handMadeTrainedResults } from '../support/results/hand-made-training.ts';
import { documentedRunBlock } from './documented-run.ts';
import { blockIn, readmeBlock, withBlock } from './readme-block.ts';

const readme = readFileSync(README, 'utf8');

test.skipIf(blockIn(readme) === null)('README says what the committed results say: npm run readme makes it so', () => {
  expect(blockIn(readme)).toBe(readmeBlock(committedResults()));
});

test('README shows the documented run beside the original', () => {
  const { ours, original } = documentedRun();
  expect(blockIn(readme, 'documented run')).toBe(documentedRunBlock(ours, original));
});

test('a row a trained scenario, then what is asked of it', () => {
  const [{ described: _, ...scenario }] = handMadeTrainedResults().scenarios;
  const known = { ...handMadeTrainedResults(), scenarios: [{ ...scenario, id: 'label-in-input' }] };
  const lines = readmeBlock([handMadeResults(), known]).split('\n');
  expect(lines.slice(0, 4)).toEqual([
    '| scenario | criterion, evaluated | FF in total | BP in total | FF / BP | updates FF | updates BP | an update FF | an update BP | seeds |',
    '| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
    '| A toy \\<b\\>&, 3-2, batch 2 | 80 % on made (40 images), every 5 | 9.007 quadrillion | 1,400 | 6,433,713,753,388 | 17.5 (15, 20) | 17.5 (15, 20) | 100, readout 9.007 quadrillion once | 80 | 0, 1 |',
    '',
  ]);
  expect(lines[4]).toMatch(/^- \*\*A toy \\<b\\>&\.\*\* To reach 80 % on made/);
  expect(lines[5]).toMatch(
    /^ {2}- \*Does Forward-Forward beat backprop on data movement, and by how much\?\* One Forward-Forward update moves/,
  );
  expect(lines).toHaveLength(6);
});

test('a total is called an upper bound where the criterion was met at the first evaluation that counts', () => {
  const results = handMadeTrainedResults();
  const [scenario] = results.scenarios;
  const { training } = scenario;
  if (training === undefined) throw new Error('the hand-made results have training');
  const [ff, bp] = training.rules;
  const rules = [ff, { ...bp, medianUpdatesToCriterion: 15 }];
  const text = readmeBlock([{ ...results, scenarios: [{ ...scenario, training: { ...training, rules } }] }]);
  expect(text).toContain(
    'Backprop met it at the first evaluation that counts, after 15 updates: fewer may do, and its total is at most this.',
  );
  expect(readmeBlock([results])).not.toContain('at the first evaluation that counts');
});

test('a seed that never met the criterion is said so', () => {
  expect(readmeBlock([handMadeMissedResults()])).toContain('| — | 1,400 | — | — (15, never) | 17.5 (15, 20) |');
});

test('without trained results there is nothing to say', () => {
  expect(readmeBlock([])).toBe('');
  expect(readmeBlock([handMadeResults()])).toBe('');
});

test('a block takes the place of the one before, between the markers, and nothing else changes', () => {
  const text = 'a\n<!-- results -->\nold\n<!-- /results -->\nb\n';
  const changed = withBlock(text, 'new');
  expect(changed).toBe('a\n<!-- results -->\nnew\n<!-- /results -->\nb\n');
  expect(blockIn(changed)).toBe('new');
  expect(withBlock(changed, 'new')).toBe(changed);
  expect(blockIn('a')).toBeNull();
  expect(() => withBlock('a', 'new')).toThrow(InputError);
  expect(() => blockIn('<!-- /results --> <!-- results -->')).toThrow('must have <!-- results --> and then');
});
