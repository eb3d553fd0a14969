import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { expect, test } from 'vitest';
import { InputError } from '../../core/input-error.ts';
import { README } from '../support/results/committed-results.ts';
import { handMadeResults } from '../support/results/hand-made-results.ts';
import {
  handMadeEarlyResults,
  handMadeMissedResults,
  handMadeTrainedResults,
} from '../support/results/hand-made-training.ts';
import { ANSWER_PICTURES, answerBlock } from './generated/answer-block.ts';
import { generatedFiles } from './generated/generated-files.ts';
import { resultsBlock } from './generated/results-block.ts';
import { blockIn, withBlock } from './page-blocks.ts';

test.each([...generatedFiles()].map(([path, content]) => [relative(process.cwd(), path), path, content] as const))(
  '%s says what the committed figures say: npm run readme makes it so',
  async (_, path, content) => {
    expect(readFileSync(path, 'utf8')).toBe(await content());
  },
);

test('the README answers in a sentence, says why, and shows it for every screen, in words too', () => {
  const block = blockIn(readFileSync(README, 'utf8'), 'answer') ?? '';
  expect(block).toMatch(
    /^\*\*Forward-Forward moves (?:at least )?[\d.]+ to \d+ times as much data as backprop .*\*\* It needs .* updates, and/,
  );
  for (const { file } of ANSWER_PICTURES) expect(block).toContain(`"docs/${file}"`);
  const [, alt = ''] = /alt="([^"]*)"/.exec(block) ?? [];
  expect(alt).toMatch(
    /Label in the input: Forward-Forward over backprop, total [\d.]+ = updates [\d.]+ × reads an update 2\.47/,
  );
  expect(alt.match(/, total /g)).toHaveLength(5);
  expect(answerBlock([])).toBe('');
});

test('a row a trained scenario, then what is asked of it', () => {
  const [{ described: _, ...scenario }] = handMadeTrainedResults().scenarios;
  const known = { ...handMadeTrainedResults(), scenarios: [{ ...scenario, id: 'label-in-input' }] };
  const lines = resultsBlock([handMadeResults(), known]).split('\n');
  expect(lines[0]).toMatch(/^ByteDMD cost at 4 bytes an element, cold; eager semantics, scalar granularity, tfjs loop/);
  expect(lines.slice(1, 6)).toEqual([
    '',
    '| scenario | criterion, evaluated | FF in total | BP in total | FF / BP (of extreme seeds) | updates FF | updates BP | an update FF | an update BP | prediction FF / BP | rates FF, BP | FF / BP at the documented rates | seeds |',
    '| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
    '| A toy \\<b\\>&, 3-2, batch 2 | 80 % (chance 50 %) on made (40 images), one every 5 updates | 9.01 quadrillion | 1,800 | 5T (4.5T to 5.6T) | 22.5 (20, 25) | 22.5 (20, 25) | 100, readout 9.01 quadrillion once (2 x features of 2, 3 x head update of 4) | 80 | 1.000 | documented: 0.25, 0.125 | — | 0, 1 |',
    '',
  ]);
  expect(lines[6]).toMatch(/^- \*\*A toy \\<b\\>&\.\*\* To reach 80 % on made/);
  expect(lines[7]).toMatch(
    /^ {2}- \*Does Forward-Forward beat backprop on data movement, and by how much\?\* One Forward-Forward update moves/,
  );
  expect(lines[8]).toMatch(
    /^ {2}- \*How does the ratio of totals depend on the accuracy to reach\?\* Forward-Forward over/,
  );
  expect(lines).toHaveLength(9);
});

test('totals and ratios are marked as bounds where the criterion was met at the first evaluation that counts', () => {
  const text = resultsBlock([handMadeEarlyResults(['bp'])]);
  expect(text).toContain('| 9.01 quadrillion | ≤ 1,200 | ≥ 7.5T (≥ 7.5T to ≥ 7.5T) | 22.5 (20, 25) | ≤ 15 (15, 15) |');
  expect(text).toContain(
    'Backprop met it at the first evaluation that counts, after 15 updates: fewer may do, and its total is at most this.',
  );
  expect(resultsBlock([handMadeTrainedResults()])).not.toMatch(/\| [≤≥]|met it at the first evaluation/);
});

test('a seed that never met the criterion is said so', () => {
  expect(resultsBlock([handMadeMissedResults()])).toContain('| — | 1,800 | — | — (20, never) | 22.5 (20, 25) |');
});

test('without trained results there is nothing to say', () => {
  expect(resultsBlock([])).toBe('');
  expect(resultsBlock([handMadeResults()])).toBe('');
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
