import * as z from 'zod';
import { InputError } from '../input-error.ts';
import type { Op } from '../trace/nest.ts';
import { OPS } from '../trace/nest.ts';

/**
 * `primary`: the source states the figure. `derived`: computed from such figures, as the source text here says.
 * `assumed`: nobody states it; chosen here, for the reason the source text gives.
 */
export const FIGURE_STATUSES = ['primary', 'derived', 'assumed'] as const;

/** Within these, sums over 2^53 reads and their quotients are finite; no technology comes near either. */
const SMALLEST_FIGURE = 1e-12;
const LARGEST_FIGURE = 1e12;

const figureSchema = z.strictObject({
  value: z.number().refine((value) => value === 0 || (value >= SMALLEST_FIGURE && value <= LARGEST_FIGURE), {
    error: `must be 0, or in ${SMALLEST_FIGURE} .. ${LARGEST_FIGURE}`,
  }),
  status: z.enum(FIGURE_STATUSES),
  source: z.string().min(1),
});
export type Figure = z.infer<typeof figureSchema>;

/** Bytes lie in a square of equal cells; a read brings each byte along a wire from its place to the corner. */
const wireSchema = z.strictObject({
  model: z.literal('wire'),
  energyPjPerByteMm: figureSchema,
  /** Area of the memory that holds one byte, its share of the periphery included. */
  byteCellUm2: figureSchema,
});

/** Fully associative LRU memories, each holding what the smaller ones hold; a read pays the smallest that holds it. */
const hierarchySchema = z.strictObject({
  model: z.literal('hierarchy'),
  /** From the smallest; the energy of reading one element of ELEMENT_BYTES bytes. */
  levels: z
    .array(
      z.strictObject({
        name: z.string().min(1),
        capacityBytes: z.int().positive(),
        energyPjPerElement: figureSchema,
      }),
    )
    .min(1)
    .refine((levels) => levels.every((level, i) => i === 0 || level.capacityBytes > levels[i - 1].capacityBytes), {
      error: 'levels must grow in capacityBytes',
    }),
  /** Where everything is that no level holds. */
  memory: z.strictObject({ name: z.string().min(1), energyPjPerElement: figureSchema }),
});

/** Figures of one technology, with the source of each: data, not code. */
export const energyPresetSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9.-]*$/, 'must be lower-case letters, digits, dots and dashes'),
  title: z.string().min(1),
  commute: z.discriminatedUnion('model', [wireSchema, hierarchySchema]),
  /** Energy of one 32-bit operation of each kind. */
  computePj: z.record(z.enum(OPS), figureSchema),
});
export type EnergyPreset = z.infer<typeof energyPresetSchema>;

/** A preset read from a user's JSON. Throws InputError naming `where` and the first figure that is missing or wrong. */
export function parseEnergyPreset(json: unknown, where: string): EnergyPreset {
  const parsed = energyPresetSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [{ path, message }] = parsed.error.issues;
  throw new InputError(`${where}: energy preset: ${path.join('.') || 'the file'}: ${message}; correct it`);
}

const HOROWITZ = 'M. Horowitz, "Computing\'s energy problem", ISSCC 2014, 45 nm, 0.9 V (as quoted in later papers)';
const DALLY = 'W. Dally, "On the Model of Computation", CACM 2022, node not stated';

/** Measured on a Cortex-M4F microcontroller: https://pmc.ncbi.nlm.nih.gov/articles/PMC8934428, table 3, note b. */
const DIVISION_MULTIPLE = 7.1;
const POLYNOMIAL_TERMS = 8;

/** The three operations that sources state; the others are assumed multiples of them. */
interface StatedOps {
  readonly add: Figure;
  readonly mul: Figure;
  readonly integerAdd: Figure;
}

function figuresOfOps({ add, mul, integerAdd }: StatedOps): Record<Op, Figure> {
  const assumed = (value: number, source: string): Figure => ({ value, status: 'assumed', source });
  const divide = DIVISION_MULTIPLE * mul.value;
  const polynomial = POLYNOMIAL_TERMS * (mul.value + add.value);
  const cheap = assumed(integerAdd.value, 'as a 32-bit integer addition');
  const division = assumed(divide, `${DIVISION_MULTIPLE} multiplications, the ratio measured in PMC8934428, table 3`);
  const series = assumed(polynomial, `a polynomial of ${POLYNOMIAL_TERMS} multiply-adds`);
  const move = assumed(0, 'moves data and computes nothing');
  return {
    add,
    sub: { ...add, status: 'derived', source: `as an addition: ${add.source}` },
    mul,
    div: division,
    mod: { ...division, source: `as a division: ${division.source}` },
    neg: cheap,
    abs: cheap,
    compare: assumed(add.value, 'as a subtraction'),
    select: cheap,
    logic: cheap,
    round: cheap,
    sqrt: { ...division, source: `as a division: ${division.source}` },
    rsqrt: assumed(2 * divide, 'a square root and a division'),
    exp: series,
    log: series,
    pow: assumed(2 * polynomial + mul.value, 'a log, a multiplication and an exp'),
    tanh: assumed(polynomial + divide + 2 * add.value, 'an exp, a division and two additions'),
    sigmoid: assumed(polynomial + divide + add.value, 'an exp, a division and an addition'),
    softplus: assumed(2 * polynomial + add.value, 'an exp, an addition and a log'),
    sin: series,
    cos: series,
    copy: move,
    host: move,
  };
}

function halfOf64Bits(energyPj: number, what: string): Figure {
  return { value: energyPj / 2, status: 'derived', source: `half of ${what}, for 32 bits: ${HOROWITZ}` };
}

const HOROWITZ_45NM: EnergyPreset = {
  id: 'horowitz-45nm',
  title: 'Horowitz 2014, 45 nm: caches of 8 KB, 32 KB and 1 MB before DRAM',
  commute: {
    model: 'hierarchy',
    levels: [
      { name: '8 KB', capacityBytes: 2 ** 13, energyPjPerElement: halfOf64Bits(10, 'a 64-bit access of 10 pJ') },
      { name: '32 KB', capacityBytes: 2 ** 15, energyPjPerElement: halfOf64Bits(20, 'a 64-bit access of 20 pJ') },
      { name: '1 MB', capacityBytes: 2 ** 20, energyPjPerElement: halfOf64Bits(100, 'a 64-bit access of 100 pJ') },
    ],
    memory: {
      name: 'DRAM',
      energyPjPerElement: halfOf64Bits(1300, 'a 64-bit access of 1.3 nJ, the lower end of 1.3 to 2.6 nJ'),
    },
  },
  computePj: figuresOfOps({
    add: { value: 0.9, status: 'primary', source: `fp32 addition: ${HOROWITZ}` },
    mul: { value: 3.7, status: 'primary', source: `fp32 multiplication: ${HOROWITZ}` },
    integerAdd: { value: 0.1, status: 'primary', source: `int32 addition: ${HOROWITZ}` },
  }),
};

const DALLY_2022: EnergyPreset = {
  id: 'dally-2022',
  title: 'Dally 2022: wires on a chip, the metric taken literally',
  commute: {
    model: 'wire',
    energyPjPerByteMm: { value: 1.9 / 8, status: 'derived', source: `64 bits over 1 mm take 1.9 pJ: ${DALLY}` },
    byteCellUm2: {
      value: (8 / (31.8 * 2 ** 20)) * 1e6,
      status: 'assumed',
      source:
        'SRAM of 31.8 Mib/mm2 (TSMC N5 and N3E, bit cell .021 um2; WikiChip on IEDM 2022), since Dally states no node',
    },
  },
  computePj: figuresOfOps({
    add: {
      value: (0.02 * 0.9) / 0.1,
      status: 'derived',
      source: `32-bit addition of 20 fJ (${DALLY}) times fp32 over int32 addition, .9/.1 (Horowitz 2014)`,
    },
    mul: {
      value: (0.02 * 3.7) / 0.1,
      status: 'derived',
      source: `32-bit addition of 20 fJ (${DALLY}) times fp32 multiplication over int32 addition, 3.7/.1 (Horowitz 2014)`,
    },
    integerAdd: { value: 0.02, status: 'primary', source: `32-bit addition: ${DALLY}` },
  }),
};

/** The presets that come with the product; the first is the one that headlines quote. */
export const ENERGY_PRESETS: readonly EnergyPreset[] = [DALLY_2022, HOROWITZ_45NM];
