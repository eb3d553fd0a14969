import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random } from '../../../core/numbers/random.ts';

const take = (n: number, draw: () => number) => Array.from({ length: n }, draw);

describe('Random', () => {
  it('gives the outputs of the reference xoshiro128** from the words 1, 2, 3, 4', () => {
    const random = new Random(0);
    random.restore({ words: [1, 2, 3, 4], spareNormal: null });
    expect(take(10, () => random.word())).toEqual([
      11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
    ]);
  });

  it('is seeded by the first two outputs of the reference splitmix64', () => {
    const { words } = new Random(1234567).state();
    expect(BigInt(words[0]) | (BigInt(words[1]) << 32n)).toBe(6457827717110365317n);
    expect(BigInt(words[2]) | (BigInt(words[3]) << 32n)).toBe(3203168211198807973n);
  });

  it('draws the same again from the same seed and stream, and differs in either', () => {
    const draws = (seed: number, stream?: number) => {
      const random = new Random(seed, stream);
      return take(4, () => random.word());
    };
    expect(draws(7)).toEqual(draws(7, 0));
    expect(draws(7)).not.toEqual(draws(8));
    expect(draws(7)).not.toEqual(draws(7, 1));
    expect(draws(7, 1)).not.toEqual(draws(1, 7));
  });

  it('restored from a state that went through JSON continues bit for bit, at any draw', () => {
    fc.assert(
      fc.property(
        fc.nat(0xffffffff),
        fc.array(fc.constantFrom('word', 'uniform', 'normal'), { minLength: 1, maxLength: 40, size: 'max' }),
        (seed, kinds) => {
          const random = new Random(seed);
          for (const kind of kinds) random[kind as 'word' | 'uniform' | 'normal']();
          const resumed = new Random(0);
          resumed.restore(JSON.parse(JSON.stringify(random.state())));
          const draw = (r: Random) => [r.normal(), r.uniform(), r.normal(), ...r.permutation(9), r.normal()];
          expect(draw(resumed)).toEqual(draw(random));
        },
      ),
    );
  });

  it('integer(n) is uniform: chi-squared of 60000 draws over 6 faces stays under the 99.9 % quantile', () => {
    const random = new Random(1);
    const counts = new Array<number>(6).fill(0);
    for (let i = 0; i < 60000; i++) counts[random.integer(6)]++;
    const chiSquared = counts.reduce((sum, count) => sum + (count - 10000) ** 2 / 10000, 0);
    expect(chiSquared).toBeLessThan(20.52);
  });

  it('integer(n) rejects the words that would favour small results', () => {
    // 3 * 2^30 leaves a quarter of the words over; a plain remainder would give the lowest third twice as often.
    const n = 3 * 2 ** 30;
    const random = new Random(2);
    let low = 0;
    for (let i = 0; i < 30000; i++) if (random.integer(n) < 2 ** 30) low++;
    expect(Math.abs(low - 10000)).toBeLessThan(4 * Math.sqrt((30000 * 2) / 9));
  });

  it('integer(1) is 0 and integer(2^32) is a word', () => {
    const random = new Random(3);
    const same = new Random(3);
    same.word();
    expect(random.integer(1)).toBe(0);
    expect(random.integer(2 ** 32)).toBe(same.word());
  });

  it('uniform() stays in [0, 1) and has mean 1/2 and variance 1/12', () => {
    const random = new Random(4);
    const draws = take(50000, () => random.uniform());
    expect(Math.min(...draws.slice(0, 20000))).toBeGreaterThanOrEqual(0);
    expect(Math.max(...draws.slice(0, 20000))).toBeLessThan(1);
    const { mean, variance } = moments(draws);
    expect(mean).toBeCloseTo(0.5, 2);
    expect(variance).toBeCloseTo(1 / 12, 2);
  });

  it('normal() has mean 0, variance 1, fourth moment 3, and no correlation within a pair', () => {
    const random = new Random(5);
    const draws = take(200000, () => random.normal());
    const { mean, variance } = moments(draws);
    expect(Math.abs(mean)).toBeLessThan(0.01);
    expect(Math.abs(variance - 1)).toBeLessThan(0.02);
    expect(Math.abs(draws.reduce((sum, x) => sum + x ** 4, 0) / draws.length - 3)).toBeLessThan(0.15);
    let product = 0;
    for (let i = 0; i < draws.length; i += 2) product += draws[i] * draws[i + 1];
    expect(Math.abs(product / (draws.length / 2))).toBeLessThan(0.015);
  });

  it('permutation(n) holds every index once', () => {
    fc.assert(
      fc.property(fc.nat(0xffffffff), fc.nat(300), (seed, n) => {
        const order = new Random(seed).permutation(n);
        expect([...order].sort((x, y) => x - y)).toEqual(Array.from({ length: n }, (_, i) => i));
      }),
    );
  });

  it('permutation(3) gives its six orders equally often', () => {
    const random = new Random(6);
    const counts = new Map<string, number>();
    for (let i = 0; i < 12000; i++) {
      const order = random.permutation(3).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    for (const count of counts.values()) expect(Math.abs(count - 2000)).toBeLessThan(170);
  });

  it.each([
    [() => new Random(-1), 'Random: seed must be an integer in 0..4294967295, got -1'],
    [() => new Random(0.5), 'Random: seed must be an integer in 0..4294967295, got 0.5'],
    [() => new Random(0, 2 ** 32), 'Random: stream must be an integer in 0..4294967295, got 4294967296'],
    [() => new Random(0).integer(0), 'Random.integer: n must be an integer in 1..4294967296, got 0'],
    [() => new Random(0).permutation(-2), 'Random.permutation: n must be an integer in 0..2147483647, got -2'],
    [
      () => new Random(0).restore({ words: [0, 0, 0, 0], spareNormal: null }),
      'Random.restore: words must be four integers in 0..4294967295, not all zero, got 0,0,0,0',
    ],
    [
      () => new Random(0).restore({ words: [1, 0, 0, 0], spareNormal: Number.NaN }),
      'Random.restore: spareNormal must be a finite number or null, got NaN',
    ],
  ])('refuses %s', (act, message) => {
    expect(act).toThrow(new RangeError(message));
  });
});

function moments(draws: number[]): { mean: number; variance: number } {
  const mean = draws.reduce((sum, x) => sum + x, 0) / draws.length;
  return { mean, variance: draws.reduce((sum, x) => sum + (x - mean) ** 2, 0) / draws.length };
}
