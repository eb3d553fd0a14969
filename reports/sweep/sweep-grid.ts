import { InputError } from '../../core/input-error.ts';
import { MOST_BATCH_IMAGES, type NetworkShape } from '../../scenarios/rule/network-shape.ts';
import type { OptionValue, RuleOptions } from '../../scenarios/rule/rule-option.ts';
import type { Scenario } from '../../scenarios/rule/scenario.ts';

/** What varies: each list has a value at least, and none twice. undefined: as documented for the task. */
export interface SweepGrid {
  readonly batches: readonly number[] | undefined;
  readonly widths: readonly number[] | undefined;
  readonly depths: readonly number[] | undefined;
  /** Values of each option. */
  readonly options: Readonly<Record<string, readonly OptionValue[]>>;
}

/** Where an update is measured. */
export interface GridPoint {
  readonly shape: NetworkShape;
  readonly batch: number;
  readonly options: RuleOptions;
}

/** More would not be looked at. */
const MOST_POINTS = 10_000;

/**
 * The points of a grid, the product of its lists: by options, then batch, width and depth, each as its list has it. A width and a
 * depth make so many hidden layers of that width on the input of the task. Throws InputError where only one of them is given and
 * the documented layers do not tell the other, and on more points than anyone would look at.
 */
export function gridPoints(grid: SweepGrid, { id, defaultShape, defaultBatch }: Scenario): GridPoint[] {
  const { batches = [defaultBatch] } = grid;
  const tooLarge = batches.find((batch) => batch > MOST_BATCH_IMAGES);
  if (tooLarge !== undefined) throw new InputError(`--batch ${tooLarge}: give at most ${MOST_BATCH_IMAGES}`);
  const shapes = gridShapes(grid, id, defaultShape);
  const choices = Object.entries(grid.options).reduce<RuleOptions[]>(
    (sets, [name, values]) => sets.flatMap((set) => values.map((value) => ({ ...set, [name]: value }))),
    [{}],
  );
  const size = choices.length * batches.length * shapes.length;
  if (size > MOST_POINTS) throw new InputError(`sweep: is of ${size} points; give lists of at most ${MOST_POINTS}`);
  return choices.flatMap((options) =>
    batches.flatMap((batch) => shapes.map((shape): GridPoint => ({ shape, batch, options }))),
  );
}

function gridShapes({ widths, depths }: SweepGrid, id: string, documented: NetworkShape): NetworkShape[] {
  if (widths === undefined && depths === undefined) return [documented];
  if (documented.receptiveFields !== undefined) {
    throw new InputError(
      `--${widths === undefined ? 'depths' : 'widths'}: ${id} has no layers of one width; leave it out`,
    );
  }
  const [input, ...hidden] = documented.layers;
  if (widths === undefined && new Set(hidden).size > 1) {
    throw new InputError(`--depths: the layers of ${id} have several widths; add --widths`);
  }
  const deep = depths ?? [hidden.length];
  return (widths ?? [hidden[0]]).flatMap((width) =>
    deep.map((depth) => ({ ...documented, layers: [input, ...Array.from({ length: depth }, () => width)] })),
  );
}
