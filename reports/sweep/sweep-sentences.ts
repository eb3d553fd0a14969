import { ruleTitle } from '../findings/compared-rules.ts';
import { accuracyPercent, bytes, capitalised, exactDigits, inWords, listed } from '../writing/format.ts';
import { crossings } from './crossings.ts';
import { baseOf, coordinatesOf, METRICS, type SweepMetric, seriesOf, updateOf, variantsOf } from './sweep-figures.ts';
import { pointName, type SweepResult, type SweptPoint } from './sweep-result.ts';

/** What a sweep says, a sentence each: how memory grows with depth, where rules cross, where each rule reached the criterion cheapest. */
export function sweepSentences(sweep: SweepResult): string[] {
  const { growing, crossing, cheapest } = sweepFindings(sweep);
  return [...growing, ...crossing, ...cheapest];
}

/** The same sentences by what they are about. */
export function sweepFindings(sweep: SweepResult): Record<'growing' | 'crossing' | 'cheapest', string[]> {
  const ended = (sentences: readonly string[]): string[] => sentences.map((sentence) => `${sentence}.`);
  return {
    growing: ended(growth(sweep)),
    crossing: ended(variantsOf(sweep).flatMap((variant) => crossings(sweep, variant))),
    cheapest: ended(sweep.rules.flatMap(({ algorithm }) => cheapestOf(sweep, algorithm))),
  };
}

/** How what each rule holds changes with depth, at the documented width and batch where these are among the points. */
function growth(sweep: SweepResult): string[] {
  const [{ points }] = variantsOf(sweep);
  const along = baseSeries(sweep, points);
  if (along === null) return [];
  const [first, last] = [along[0], along[along.length - 1]];
  const { width, batch } = coordinatesOf(first);
  const setting = `From depth ${coordinatesOf(first).depth} to ${coordinatesOf(last).depth} at width ${width}, batch ${batch},`;
  return METRICS.filter(({ unit }) => unit === 'bytes').map((metric) => {
    const changes = sweep.rules.map(({ algorithm, title }, index) => {
      const what = index === 0 ? `the ${metric.title.toLowerCase()}` : 'that';
      return `${what} of ${title} ${change(along, algorithm, metric)}`;
    });
    return `${setting} ${listed(changes)}`;
  });
}

function baseSeries(sweep: SweepResult, points: readonly SweptPoint[]): readonly SweptPoint[] | null {
  const series = seriesOf(points, 'depth');
  const [width, batch] = [baseOf(sweep, points, 'width'), baseOf(sweep, points, 'batch')];
  return series.find(({ at }) => at.width === width && at.batch === batch)?.points ?? series[0]?.points ?? null;
}

function change(points: readonly SweptPoint[], rule: string, { figure }: SweepMetric): string {
  const values = points.map((point) => Number(figure(updateOf(point, rule))));
  const [first, last] = [values[0], values[values.length - 1]];
  if (values.every((value) => value === first)) return `stays at ${bytes(first)}`;
  return `${last > first ? 'grows' : 'falls'} from ${bytes(first)} to ${bytes(last)}`;
}

/** Where a rule that was trained reached the criterion with the least data moved. */
function cheapestOf(sweep: SweepResult, rule: string): string[] {
  const { training, points } = sweep;
  if (training === null) return [];
  const goal = `to ${accuracyPercent(training.testAccuracy)} on ${training.data}`;
  const title = ruleTitle(sweep, rule);
  const reached = points.flatMap((point) => {
    const { trained } = updateOf(point, rule);
    if (trained === undefined || trained.totalCost === null || trained.updates === null) return [];
    return [{ point, total: trained.totalCost, updates: trained.updates }];
  });
  if (reached.length === 0) return [`${title} got ${goal} at no point of the sweep`];
  const best = reached.reduce((least, one) => (one.total < least.total ? one : least));
  return [
    `${capitalised(goal)}, ${title} moves least at ${pointName(best.point)}: a ByteDMD cost of ${inWords(best.total)}, ` +
      `in ${exactDigits(best.updates)} updates`,
  ];
}
