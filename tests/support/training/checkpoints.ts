import { readFileSync } from 'node:fs';

export type NestedNumbers = readonly (number | NestedNumbers)[];

/** Facts about an array: all of it if it is small, some entries by flat index, and sums. */
export interface ArrayFacts {
  readonly shape: readonly number[];
  readonly sum: number;
  readonly sum_abs: number;
  readonly sum_sq: number;
  readonly flat_entries: Readonly<Record<string, number>>;
  readonly all?: NestedNumbers;
}

export interface LayerFacts {
  readonly loss: number;
  readonly g_pos_mean: number;
  readonly g_neg_mean: number;
  readonly gW: ArrayFacts;
  readonly gb: ArrayFacts;
  readonly W_after: ArrayFacts;
  readonly b_after: ArrayFacts;
  readonly next_input_pos: ArrayFacts;
  readonly next_input_neg: ArrayFacts;
}

export interface LabelInInputCheckpoint {
  readonly config: {
    readonly sizes: readonly number[];
    readonly C: number;
    readonly B: number;
    readonly lr: number;
    readonly theta: number;
    readonly s: readonly number[];
    readonly steps: number;
  };
  readonly f64: {
    readonly labels: readonly number[];
    readonly wrong: readonly number[];
    readonly steps: readonly (readonly LayerFacts[])[];
    readonly after: {
      /** [sample][candidate label][layer] */
      readonly goodness_per_layer_candidate: readonly (readonly (readonly number[])[])[];
      readonly predictions: readonly number[];
    };
  };
}

/** Per adjacent pair of layers, the unused ones too; `b` of the hidden layers. */
export interface RecurrentStep {
  readonly avg_loss: number;
  readonly dW_up: readonly ArrayFacts[];
  readonly dW_dn: readonly ArrayFacts[];
  readonly db: readonly ArrayFacts[];
  readonly W_up: readonly ArrayFacts[];
  readonly W_dn: readonly ArrayFacts[];
  readonly b: readonly ArrayFacts[];
}

export interface RecurrentCheckpoint {
  readonly config: {
    readonly sizes: readonly number[];
    readonly B: number;
    readonly lr: number;
    readonly theta: number;
    readonly s: number;
    readonly damping: number;
  };
  readonly f64: {
    readonly labels: readonly number[];
    readonly wrong: readonly number[];
    /** [iteration][hidden layer][row], positives before negatives. */
    readonly before: { readonly goodness_iter_layer_sample: readonly (readonly (readonly number[])[])[] };
    readonly steps: readonly RecurrentStep[];
    readonly after: {
      readonly predictions: readonly number[];
      /** [sample][candidate label] */
      readonly goodness_sum_iters345: readonly (readonly number[])[];
    };
  };
}

export interface HybridLayerFacts
  extends Pick<LayerFacts, 'W_after' | 'b_after' | 'next_input_pos' | 'next_input_neg'> {
  readonly stats: { readonly loss: number; readonly g_pos: number; readonly g_neg: number; readonly acc: number };
  readonly mW: ArrayFacts;
  readonly vW: ArrayFacts;
}

export interface HybridCheckpoint {
  readonly config: {
    readonly sizes: readonly number[];
    readonly B: number;
    readonly lr: number;
    readonly s: readonly number[];
  };
  readonly f64: {
    readonly neg: ArrayFacts;
    readonly steps: readonly (readonly HybridLayerFacts[])[];
    readonly features_top3_after: ArrayFacts;
  };
}

export interface LocallyConnectedCheckpoint {
  readonly config: {
    readonly H: number;
    readonly C: number;
    /** Receptive field and units of each layer. */
    readonly specs: readonly (readonly [field: number, units: number])[];
    readonly B: number;
    readonly lr: number;
    readonly theta: number;
    readonly s: readonly number[];
    /** Whether positives and negatives carry the label block, or are other images without it. */
    readonly encode: boolean;
  };
  readonly f64: {
    readonly labels: readonly number[];
    readonly wrong: readonly number[] | null;
    readonly steps: readonly (readonly LayerFacts[])[];
    readonly after: {
      /** [layer][sample] */
      readonly mean_h_per_layer_pos: readonly (readonly number[])[];
      readonly mean_h2_per_layer_pos: readonly (readonly number[])[];
      readonly predictions_code_mean_h_skip_first?: readonly number[];
      readonly 'score_mean_h_layer1 [sample][class]'?: readonly (readonly number[])[];
      readonly 'score_mean_h2_layer1 [sample][class]'?: readonly (readonly number[])[];
    };
    readonly bp_steps: readonly {
      readonly loss: number;
      readonly logits: ArrayFacts;
      readonly gW: readonly ArrayFacts[];
      readonly gb: readonly ArrayFacts[];
      readonly gW_out: ArrayFacts;
      readonly gb_out: ArrayFacts;
      readonly W_after: readonly ArrayFacts[];
      readonly W_out_after: ArrayFacts;
    }[];
  };
}

export interface Checkpoints {
  readonly cifar_lc: readonly LocallyConnectedCheckpoint[];
  readonly hybrid: readonly HybridCheckpoint[];
  readonly hybrid_mask: {
    readonly noise_sum: number;
    readonly blur1: ArrayFacts;
    readonly blurred: ArrayFacts;
    readonly mask_sum: number;
    readonly mask_rows: readonly string[];
  };
  readonly recurrent: readonly RecurrentCheckpoint[];
  readonly label_in_input: readonly LabelInInputCheckpoint[];
  readonly hybrid_softmax_head: {
    readonly f64: { readonly losses: readonly number[]; readonly W: ArrayFacts; readonly b: ArrayFacts };
  };
}

/** Values that the original programs give in double precision, from the formulas below. */
export const checkpoints: Checkpoints = JSON.parse(
  readFileSync(new URL('../../checkpoints.json', import.meta.url), 'utf8'),
);

/** W[i][j] = scale * sin(1 + .37 i + .11 j + .53 layer), row-major. */
export function formulaWeights(inputs: number, units: number, layer: number, scale: number): Float32Array {
  return Float32Array.from({ length: inputs * units }, (_, index) => {
    const i = Math.floor(index / units);
    const j = index % units;
    return scale * Math.sin(1 + 0.37 * i + 0.11 * j + 0.53 * layer);
  });
}

/** b[j] = .02 * cos(j + layer). */
export function formulaBiases(units: number, layer: number): Float32Array {
  return Float32Array.from({ length: units }, (_, j) => 0.02 * Math.cos(j + layer));
}

/** x[n][i] = .5 + .5 * sin(.9 n + .31 i + .2), row-major. */
export function formulaImages(count: number, width: number): Float32Array {
  return Float32Array.from({ length: count * width }, (_, index) => {
    const n = Math.floor(index / width);
    const i = index % width;
    return 0.5 + 0.5 * Math.sin(0.9 * n + 0.31 * i + 0.2);
  });
}

/** The state of a dense network by these formulas, in state order, Adam moments 0. */
export function formulaState(widths: readonly number[], scales: readonly number[]): Float32Array[] {
  return widths.slice(1).flatMap((units, layer) => {
    const size = widths[layer] * units;
    return [
      formulaWeights(widths[layer], units, layer, scales[layer]),
      formulaBiases(units, layer),
      new Float32Array(size),
      new Float32Array(size),
      new Float32Array(units),
      new Float32Array(units),
    ];
  });
}

/** The largest distance of `actual` from what the facts state of single entries. */
export function largestError(actual: ArrayLike<number>, facts: ArrayFacts): number {
  if (actual.length !== facts.shape.reduce((size, extent) => size * extent, 1)) return Number.POSITIVE_INFINITY;
  const stated = Object.entries(facts.flat_entries).map(([index, value]) => Math.abs(actual[Number(index)] - value));
  const all = flatNumbers(facts.all ?? []).map((value, index) => Math.abs(actual[index] - value));
  return Math.max(...stated, ...all);
}

/** The distance of `actual` from a number that is stated, a share of that. */
export function relativeError(actual: number, wanted: number): number {
  return Math.abs(actual - wanted) / Math.abs(wanted);
}

/** The distance of the sum of `actual` from the stated sum, a share of the stated sum of absolute values. */
export function sumError(actual: ArrayLike<number>, facts: ArrayFacts): number {
  let sum = 0;
  for (let index = 0; index < actual.length; index++) sum += actual[index];
  return Math.abs(sum - facts.sum) / Math.max(facts.sum_abs, Number.MIN_VALUE);
}

function flatNumbers(nested: NestedNumbers): number[] {
  return nested.flatMap((item) => (typeof item === 'number' ? item : flatNumbers(item)));
}
