import { ruleLabel, ruleTitle } from '../findings/compared-rules.ts';
import { fittedTable } from '../writing/fitted-table.ts';
import { accuracyPercent, bytes, exactDigits, significant } from '../writing/format.ts';
import { escapeMarkdown, markdownTable } from '../writing/markdown-table.ts';
import type { TextCells } from '../writing/text-table.ts';
import { visibleText } from '../writing/visible-text.ts';
import { TERMINAL_WIDTH, wrappedText } from '../writing/wrapped-text.ts';
import type { SweepResult, SweptPoint, SweptUpdate } from './sweep-result.ts';
import { sweepSentences } from './sweep-sentences.ts';

const NONE = '—';

interface Column {
  readonly title: string;
  readonly cell: (update: SweptUpdate, point: SweptPoint) => string;
}

const COLUMNS: readonly Column[] = [
  { title: 'ByteDMD cost, cold', cell: ({ cost }) => exactDigits(cost.cold) },
  { title: 'an example', cell: ({ cost }, { batch }) => significant(Number(cost.cold) / batch) },
  { title: 'steady', cell: ({ cost }) => (cost.steady === null ? NONE : exactDigits(cost.steady)) },
  { title: 'reads', cell: ({ reads }) => exactDigits(reads) },
  { title: 'MACs', cell: ({ macs }) => exactDigits(macs) },
  { title: 'peak live', cell: ({ peakLiveBytes }) => bytes(peakLiveBytes) },
  { title: 'beyond the state', cell: ({ peakLiveBytes, stateBytes }) => bytes(peakLiveBytes - stateBytes) },
];

const TRAINED_COLUMNS: readonly Column[] = [
  { title: 'updates to criterion', cell: ({ trained }) => figureOf(trained?.updates, exactDigits) },
  {
    title: 'best accuracy',
    cell: ({ trained }) => {
      const best = trained?.runs.flatMap(({ bestAccuracy }) => (bestAccuracy === null ? [] : [bestAccuracy])) ?? [];
      return best.length === 0 ? NONE : accuracyPercent(Math.max(...best));
    },
  },
  { title: 'total ByteDMD cost', cell: ({ trained }) => figureOf(trained?.totalCost, exactDigits) },
];

function figureOf<Figure>(figure: Figure | null | undefined, text: (figure: Figure) => string): string {
  return figure === null || figure === undefined ? NONE : text(figure);
}

/** A sweep as cells of text: a row for each rule at each point, rules called as `nameOf` has it. */
export function sweepCells(sweep: SweepResult, nameOf: typeof ruleTitle = ruleTitle): TextCells {
  const names = optionNames(sweep);
  const columns = [...COLUMNS, ...(sweep.training === null ? [] : TRAINED_COLUMNS)];
  return {
    header: ['layers', 'batch', ...names, 'rule', ...columns.map(({ title }) => title)],
    rows: sweep.points.flatMap((point) =>
      point.updates.map((update) => [
        point.layers.length > 3 && new Set(point.layers.slice(1)).size === 1
          ? `${point.layers[0]}, ${point.layers.length - 1} x ${point.layers[1]}`
          : point.layers.join('-'),
        String(point.batch),
        ...names.map((name) => String(point.options[name] ?? '')),
        nameOf(sweep, update.algorithm),
        ...columns.map(({ cell }) => cell(update, point)),
      ]),
    ),
  };
}

/** The names of the options that the points of a sweep differ in, or share. */
export function optionNames({ points }: SweepResult): string[] {
  return [...new Set(points.flatMap(({ options }) => Object.keys(options)))];
}

/** What every figure of a sweep depends on beside its point, in one line. */
export function sweepSettingsLine({ task, settings, training, tool }: SweepResult): string {
  const trained =
    training === null
      ? 'nothing was trained'
      : `trained on ${exactDigits(training.trainImages)} images of ${training.data} to ` +
        `${accuracyPercent(training.testAccuracy)} or ${training.epochs} epochs, seeds ${training.seeds.join(', ')}`;
  return `${task.title}, 4 bytes an element, ${settings.granularity} granularity, ${settings.loops} loop order, tensor-odometer ${tool}; ${trained}`;
}

/** Sentences and table for a terminal `width` columns wide. */
export function sweepText(sweep: SweepResult, width: number = TERMINAL_WIDTH): string {
  const lines = (text: string): string => `${wrappedText(visibleText(text), width, '  ').join('\n')}\n`;
  const points = fittedTable(
    sweepCells(sweep, (_, algorithm) => ruleLabel(sweep, algorithm).shortName),
    width,
    3 + optionNames(sweep).length,
  );
  return `${sweepSentences(sweep).map(lines).join('')}\n${points}${lines(sweepSettingsLine(sweep))}`;
}

/** The same as GitHub-flavoured Markdown. */
export function sweepMarkdown(sweep: SweepResult): string {
  const said = sweepSentences(sweep).map((sentence) => `- ${escapeMarkdown(sentence)}`);
  return `# ${escapeMarkdown(sweep.task.title)}, swept\n\n${said.join('\n')}\n\n${markdownTable(sweepCells(sweep))}\n\n${escapeMarkdown(sweepSettingsLine(sweep))}.\n`;
}
