import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DepthHistogram } from '../../../core/cost/depth-histogram.ts';
import { energyOf, readsPerLevel } from '../../../core/cost/energy.ts';
import type { EnergyPreset } from '../../../core/cost/energy-presets.ts';
import { ENERGY_PRESETS, parseEnergyPreset } from '../../../core/cost/energy-presets.ts';
import { InputError } from '../../../core/input-error.ts';
import { OPS } from '../../../core/trace/nest.ts';

function histogramOf(...depths: number[]): DepthHistogram {
  const histogram = new DepthHistogram();
  for (const depth of depths) histogram.add(depth);
  return histogram;
}

function presetOf(id: string): EnergyPreset {
  const preset = ENERGY_PRESETS.find((one) => one.id === id);
  if (preset === undefined) throw new Error(`no preset ${id}`);
  return preset;
}

const HOROWITZ = presetOf('horowitz-45nm');
const DALLY = presetOf('dally-2022');

describe('hierarchy', () => {
  test('a read pays the first level that holds it whole', () => {
    // 8 KB, 32 KB and 1 MB hold 2048, 8192 and 262144 elements of 4 bytes.
    const histogram = histogramOf(1, 2048, 2049, 8192, 8193, 262144, 262145);
    expect(HOROWITZ.commute.model === 'hierarchy' && readsPerLevel(histogram, HOROWITZ.commute.levels)).toEqual([
      2, 2, 2, 1,
    ]);
    expect(energyOf(HOROWITZ, histogram, {}).commutePj).toBe(2 * 5 + 2 * 10 + 2 * 50 + 650);
  });

  test('reads per level add up to all reads, whatever the levels', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 5000 }), { maxLength: 300, size: 'max' }),
        fc.uniqueArray(fc.integer({ min: 1, max: 30000 }), { maxLength: 4 }),
        (depths, capacities) => {
          const levels = capacities.sort((a, b) => a - b).map((capacityBytes) => ({ capacityBytes }));
          const reads = readsPerLevel(histogramOf(...depths), levels);
          const expected = [...levels, { capacityBytes: Infinity }].map(
            ({ capacityBytes }, i) =>
              depths.filter(
                (depth) => 4 * depth <= capacityBytes && (i === 0 || 4 * depth > levels[i - 1].capacityBytes),
              ).length,
          );
          expect(reads).toEqual(expected);
        },
      ),
    );
  });
});

describe('wire', () => {
  test('energy is the ByteDMD cost times the side of a cell times the energy of the wire', () => {
    // Depths 1 and 2 at 4 bytes: bytes 1..4 cost 1+2+2+2, bytes 5..8 cost 3 each.
    const { commutePj } = energyOf(DALLY, histogramOf(1, 2), {});
    const cellSideMm = Math.sqrt(8 / (31.8 * 2 ** 20));
    expect(commutePj).toBeCloseTo((7 + 12) * cellSideMm * (1.9 / 8), 12);
  });
});

describe('compute', () => {
  test('operations times their energy', () => {
    expect(energyOf(HOROWITZ, histogramOf(), { add: 10, mul: 2, copy: 5, host: 1 }).computePj).toBeCloseTo(16.4, 12);
    expect(energyOf(DALLY, histogramOf(), { add: 10, mul: 2 }).computePj).toBeCloseTo(1.8 + 1.48, 12);
  });

  test('the ratio is commute over compute, and none where nothing is computed', () => {
    const { commutePj, computePj, commuteToCompute } = energyOf(HOROWITZ, histogramOf(1, 1), { add: 4 });
    expect([commutePj, computePj, commuteToCompute]).toEqual([10, 3.6, 10 / 3.6]);
    expect(energyOf(HOROWITZ, histogramOf(1), { copy: 3 }).commuteToCompute).toBeNull();
  });

  test('an operation without a figure is named', () => {
    const { tanh, ...computePj } = HOROWITZ.computePj;
    const preset = { ...HOROWITZ, computePj } as EnergyPreset;
    expect(() => energyOf(preset, histogramOf(), { add: 1, tanh: 1 })).toThrow(
      /^energyOf: preset horowitz-45nm has no energy for tanh$/,
    );
  });
});

describe('presets', () => {
  test.each(ENERGY_PRESETS.map((preset) => [preset.id, preset] as const))(
    '%s: every figure has a source',
    (_, preset) => {
      expect(parseEnergyPreset(JSON.parse(JSON.stringify(preset)), 'preset.json')).toEqual(preset);
      expect(Object.keys(preset.computePj).sort()).toEqual([...OPS].sort());
    },
  );

  test.each([
    ['no operation', (json: Record<string, unknown>) => ({ ...json, computePj: {} }), /computePj\.add: /],
    [
      'a negative energy',
      (json: Record<string, unknown>) => ({
        ...json,
        computePj: { ...HOROWITZ.computePj, mul: { value: -1, status: 'assumed', source: 'x' } },
      }),
      /computePj\.mul\.value: /,
    ],
    [
      'an unknown model',
      (json: Record<string, unknown>) => ({ ...json, commute: { model: 'torus' } }),
      /commute\.model: /,
    ],
    [
      'levels out of order',
      (json: Record<string, unknown>) => ({
        ...json,
        commute: {
          ...HOROWITZ.commute,
          levels: HOROWITZ.commute.model === 'hierarchy' ? [...HOROWITZ.commute.levels].reverse() : [],
        },
      }),
      /levels must grow/,
    ],
    [
      'no source',
      (json: Record<string, unknown>) => ({
        ...json,
        computePj: { ...HOROWITZ.computePj, mul: { value: 1, status: 'primary', source: '' } },
      }),
      /computePj\.mul\.source: /,
    ],
    ['no preset at all', () => [], /energy preset: the file: /],
  ])('%s is refused in one line', (_, change, message) => {
    const json: unknown = change(JSON.parse(JSON.stringify(HOROWITZ)));
    const parse = () => parseEnergyPreset(json, 'mine.json');
    expect(parse).toThrow(InputError);
    expect(parse).toThrow(message);
    expect(parse).toThrow(/^mine\.json: [^\n]*$/);
  });

  /** A preset all of whose figures are this one. */
  const allOf = (preset: EnergyPreset, value: number): unknown =>
    JSON.parse(JSON.stringify(preset), (key, old) => (key === 'value' ? value : old));

  test.each(
    ENERGY_PRESETS.flatMap((preset) =>
      [1e308, 5e-324, 2e12, 9e-13].map((value) => [preset.id, value, preset] as const),
    ),
  )('%s of figures of %s is refused, for sums of them would be no numbers', (_, value, preset) => {
    const parse = () => parseEnergyPreset(allOf(preset, value), 'mine.json');
    expect(parse).toThrow(InputError);
    expect(parse).toThrow(/^mine\.json: energy preset: [\w.]+: must be 0, or in 1e-12 \.\. 1000000000000; correct it$/);
  });

  test.each([1e12, 1e-12, 0])('the extreme figure %s gives finite energies', (value) => {
    const histogram = new DepthHistogram();
    histogram.add(2 ** 30);
    for (const preset of ENERGY_PRESETS) {
      const { commutePj, computePj, commuteToCompute } = energyOf(
        parseEnergyPreset(allOf(preset, value), 'mine.json'),
        histogram,
        { mul: 2 ** 53 - 1, add: 1 },
      );
      expect([commutePj, computePj].every(Number.isFinite)).toBe(true);
      expect(Number.isFinite(commuteToCompute)).toBe(value !== 0);
    }
  });
});
