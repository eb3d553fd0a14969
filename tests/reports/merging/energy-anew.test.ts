import { expect, test } from 'vitest';
import { ENERGY_PRESETS, type EnergyPreset } from '../../../core/cost/energy-presets.ts';
import { withEnergy } from '../../../reports/merging/energy-anew.ts';
import type { Results } from '../../../reports/results/result.ts';
import { committedResults } from '../../support/results/committed-results.ts';
import { handMadeResults } from '../../support/results/hand-made-results.ts';

const [DALLY, HOROWITZ] = ENERGY_PRESETS;
const energies = ({ scenarios }: Results) =>
  scenarios.flatMap(({ updates }) => updates.flatMap(({ energy }) => energy));

/** Levels that hold so many elements, which cost 2, 20, 200 pJ and so on; what lies beyond costs as the next would. */
function levelsOf(...capacities: readonly number[]): EnergyPreset {
  const figure = (place: number) => ({ value: 2 * 10 ** place, status: 'assumed' as const, source: 'this test' });
  return {
    id: 'levels',
    title: 'Levels',
    commute: {
      model: 'hierarchy',
      levels: capacities.map((elements, place) => ({
        name: `level ${place}`,
        capacityBytes: 4 * elements,
        energyPjPerElement: figure(place),
      })),
      memory: { name: 'memory', energyPjPerElement: figure(capacities.length) },
    },
    computePj: HOROWITZ.computePj,
  };
}

test('energies under wires follow from the cost alone, those of the committed results to the last digit', () => {
  for (const results of committedResults()) {
    const renamed = { ...DALLY, id: 'mine' };
    const [measured, anew] = [energies(results), energies(withEnergy({ where: 'a', results }, [renamed]))];
    const asMine = measured.filter(({ preset }) => preset === DALLY.id).map((one) => ({ ...one, preset: 'mine' }));
    expect(anew).toEqual(asMine);
  }
});

test('energies of a preset that the results have stay, and others go', () => {
  for (const results of committedResults()) {
    const kept = withEnergy({ where: 'a', results }, [HOROWITZ]);
    expect(energies(kept)).toEqual(energies(results).filter(({ preset }) => preset === HOROWITZ.id));
    expect(kept.provenance.energyPresets).toEqual([HOROWITZ]);
  }
});

test('reads are counted into levels that end where bins of depths do', () => {
  const results = handMadeResults();
  // By hand: 6 reads at depth 1, 4 at depths 2 to 3; 3 multiplications of 3.7 pJ, 2 additions of .9 pJ.
  const [ff] = energies(withEnergy({ where: 'a', results }, [levelsOf(1, 3)]));
  expect(ff).toEqual({
    preset: 'levels',
    commutePj: 6 * 2 + 4 * 20,
    computePj: expect.closeTo(12.9),
    commuteToCompute: expect.closeTo(7.13178),
  });
  const [beyond] = energies(withEnergy({ where: 'a', results }, [levelsOf(1)]));
  expect(beyond.commutePj).toBe(92);
});

test('a level that ends among depths that were counted together is refused', () => {
  const results = handMadeResults();
  expect(() => withEnergy({ where: 'r.json', results }, [levelsOf(2)])).toThrow(
    'r.json: energy preset levels: its level of 8 B ends among depths of 2 to 3 elements, which the results of ff ' +
      'count together; give --energy to odometer compare instead',
  );
});
