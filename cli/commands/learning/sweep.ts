import type { CommandModule } from 'yargs';
import { InputError } from '../../../core/input-error.ts';
import type { GridPoint } from '../../../reports/sweep/sweep-grid.ts';
import type { SweepResult, SweptPoint } from '../../../reports/sweep/sweep-result.ts';
import { parseShard } from '../../cases/shard.ts';
import { type ChartFlags, chartFlags, requireCharts, writtenCharts } from '../../charts/chart-flags.ts';
import { requireWritableFolder } from '../../files/output-folder.ts';
import { print } from '../../files/standard-output.ts';
import { parsePositiveInteger } from '../../flags/training-flags.ts';
import { textFlag } from '../../flags/valued-flags.ts';
import { type SweepFlags, sweepFlags, sweepRequestOf } from '../../sweep/sweep-flags.ts';
import { textWidth, writtenText } from '../../terminal/text-width.ts';

interface SweepArguments extends SweepFlags, ChartFlags {
  out: string;
  shard: string | undefined;
  json: boolean;
}

export const sweepCommand: CommandModule<object, SweepArguments> = {
  command: 'sweep',
  describe: 'Measure, or train and measure, learning rules over a grid of settings; say where they cross',
  builder: (yargs) =>
    chartFlags(sweepFlags(yargs))
      .option('out', {
        ...textFlag(
          'Folder for sweep.json, .csv, .md, .html and .svg, and for points, from which the same command goes on',
        ),
        demandOption: true,
      })
      .option('shard', textFlag('Only part 1 of 4 of the points, as in 1/4; odometer merge puts parts together'))
      .option('json', { type: 'boolean', default: false, describe: 'Print JSON' })
      .example(
        '$0 sweep --task label-in-input --no-train --widths 128 --depths 1,2,4,8 --out sweep',
        'Cost and memory of an update against depth',
      )
      .example(
        '$0 sweep --task disk-ring --grid learningRate=0.03,0.1,0.3 --until 0.9 --seeds 0,1 --out rates',
        'Which learning rate reaches 90 % with the least data moved',
      )
      .epilogue('Each point is kept as soon as it ends: an interrupted sweep goes on where it was.'),
  handler: sweep,
};

async function sweep(args: SweepArguments): Promise<void> {
  const shard = parseShard(args.shard);
  if (shard !== null && args.charts !== undefined) {
    throw new InputError('--charts: a shard has none; draw them of all parts, with odometer sweep and without --shard');
  }
  requireWritableFolder('--out', args.out);
  await requireCharts(args);
  const threads = parsePositiveInteger('--threads', args.threads);
  const request = await sweepRequestOf(args);
  const { plannedSweep, sweptPoint } = await import('../../../reports/sweep/sweep-request.ts');
  const { pointName, sweepJson } = await import('../../../reports/sweep/sweep-result.ts');
  const { trainAnnounced } = await import('../../terminal/shown-training.ts');
  const { KeptPoints } = await import('../../sweep/kept-points.ts');
  const { sweepBar } = await import('../../sweep/sweep-bar.ts');
  const { head, points } = await plannedSweep(request);
  const mine = points.filter((_, index) => shard === null || index % shard.of === shard.index - 1);
  const kept = new KeptPoints(args.out, head);
  const measured = new Map<GridPoint, SweptPoint>();
  for (const point of mine) {
    const found = kept.read(point);
    if (found !== null) measured.set(point, found);
  }
  const bar = sweepBar(measured.size, mine.length, request.training !== null);
  try {
    for (const point of mine.filter((one) => !measured.has(one))) {
      bar.begin(pointName({ ...point, layers: [...point.shape.layers] }));
      const progress = { train: trainAnnounced, onPricing: bar.priced };
      const { point: swept, forget } = await sweptPoint(request, point, threads, progress);
      kept.keep(point, swept);
      forget();
      measured.set(point, swept);
    }
  } finally {
    bar.stop();
  }
  const swept: SweepResult = { ...head, shard, points: mine.flatMap((point) => measured.get(point) ?? []) };
  await publish(swept, args, sweepJson(swept));
}

/** Writes the files; prints the table, or the JSON. */
async function publish(swept: SweepResult, { out, json, charts }: SweepArguments, text: string): Promise<void> {
  const { sweepText } = await import('../../../reports/sweep/sweep-table.ts');
  const { writeSweep } = await import('../../sweep/sweep-folder.ts');
  const { sweepCharts } = await import('../../../reports/sweep/sweep-page.ts');
  const names = await writeSweep(out, swept);
  const drawn = await writtenCharts({ charts }, () => sweepCharts(swept));
  const said = swept.shard === null ? `${sweepText(swept, textWidth())}\n` : '';
  await print(json ? text : `${said}${writtenText(out, names)}${drawn}`);
}
