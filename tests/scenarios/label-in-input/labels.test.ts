import { beforeAll, describe, expect, test } from 'vitest';
import { useBackend } from '../../../instrument/backends/computing-backends.ts';
import { withListener } from '../../../instrument/labels/labels.ts';
import type { UpdateResult } from '../../../instrument/tensors/update-program.ts';
import { labelInInputBp } from '../../../scenarios/label-in-input/bp.ts';
import { labelInInputFf } from '../../../scenarios/label-in-input/ff.ts';
import { observeKernels, RecordingListener } from '../../support/training/kernel-observer.ts';
import { preparedUpdate } from '../../support/training/rule-checks.ts';
import { EXAMPLES, SHAPE } from './small-images.ts';

describe('labels', () => {
  beforeAll(() => useBackend('cpu'));

  test.each([
    [
      'ff',
      labelInInputFf,
      [
        'positive forward 0: 3',
        'negative forward 0: 3',
        'goodness and loss 0: 22',
        'gradient 0: 8',
        'optimiser 0: 26',
        're-forward 0: 6',
        'normalise 0: 12',
        'positive forward 1: 3',
        'negative forward 1: 3',
        'goodness and loss 1: 22',
        'gradient 1: 8',
        'optimiser 1: 26',
        're-forward 1: 6',
        'normalise 1: 12',
      ],
      ['loss0', 'positiveGoodness0', 'negativeGoodness0', 'loss1', 'positiveGoodness1', 'negativeGoodness1'],
    ],
    [
      'bp',
      labelInInputBp,
      [
        'forward 0: 3',
        'forward 1: 3',
        'forward 2: 2',
        'goodness and loss -: 6',
        'backward 2: 7',
        'backward 1: 5',
        'backward 0: 2',
        'optimiser 0: 26',
        'optimiser 1: 26',
        'optimiser 2: 26',
      ],
      ['loss'],
    ],
  ])('%s: every kernel stands in a phase and its layer, weights have their role, losses are read', (...row) => {
    const [, rule, wanted, read] = row;
    const { program, batch, state } = preparedUpdate(rule, SHAPE, EXAMPLES);
    const listener = new RecordingListener();
    const counts = new Map<string, number>();
    const result = withListener(listener, () => {
      let updated: UpdateResult | undefined;
      observeKernels(
        () => counts.set(listener.label(), (counts.get(listener.label()) ?? 0) + 1),
        () => {
          updated = program.update(batch, state, 1);
        },
      );
      return updated as UpdateResult;
    });
    expect([...counts].map(([label, count]) => `${label}: ${count}`)).toEqual(wanted);
    const isWeights = program.state.map((spec) => spec.role === 'weights');
    expect(result.state.map((tensor) => listener.roles.get(tensor.dataId) === 'weights')).toEqual(isWeights);
    expect(Object.keys(result.read)).toEqual(read);
    expect(Object.values(result.read).map((tensor) => tensor.dataId)).toEqual(listener.hostReads);
  });
});
