import pc from 'picocolors';
import { costFinding, differenceFinding, phaseFinding } from '../findings/findings.ts';
import { answer, updatesFinding } from '../findings/training-findings.ts';
import type { Results, ScenarioResult } from '../results/result.ts';
import { caveats } from '../verdict/caveats.ts';
import { type Contest, contests } from '../verdict/factors.ts';
import { verdictText } from '../verdict/verdict-text.ts';
import type { TextCells } from '../writing/text-table.ts';
import { visibleText } from '../writing/visible-text.ts';
import { TERMINAL_WIDTH, wrappedText } from '../writing/wrapped-text.ts';
import { factorTable } from './factor-table.ts';
import { headlineCells, settingsLine } from './headline.ts';
import { costModelLine } from './markdown.ts';
import { inferenceCells, totalCells, trainingLine } from './total-table.ts';

type Look = (text: string) => string;

const plain: Look = (text) => text;
/** The first column of a table is not made narrower than this. */
const LEAST_LABEL = 16;

/**
 * The figures of every scenario for a terminal of so many columns, the answer at its end, where it stays in sight: colours
 * where the terminal has them and NO_COLOR does not forbid them.
 */
export function terminalSummary(results: Results, width: number = TERMINAL_WIDTH): string {
  const scenarios = results.scenarios.map((scenario) => scenarioLines(scenario, results, width));
  return [...scenarios.flat(), ...answerLines(results, width), ''].join('\n');
}

function scenarioLines(scenario: ScenarioResult, results: Results, width: number): string[] {
  const training = trainingLine(scenario);
  const difference = differenceFinding(scenario);
  const updates = updatesFinding(scenario);
  const findings = [
    ...(updates === null ? [] : [updates, costFinding(scenario)]),
    ...(difference === null ? [] : [`${difference}.`]),
    `${phaseFinding(scenario)}.`,
  ];
  const settings = [
    `${settingsLine(scenario)}, ${costModelLine(results)}.`,
    ...(training === null ? [] : [`${training}.`]),
  ];
  const tables = [totalCells(scenario), headlineCells(scenario), inferenceCells(scenario)];
  return [
    ...prose(`${scenario.title}: ${answer(scenario)}`, width, pc.bold),
    ...findings.flatMap((finding) => prose(finding, width)),
    ...settings.flatMap((line) => prose(line, width, pc.dim)),
    '',
    ...tables.flatMap((table) => (table === null ? [] : [...alignedTable(table, width), ''])),
  ];
}

/** The answer in a sentence, why it is so, and what each ratio is made of; nothing where no rule is held against another. */
function answerLines(results: Results, width: number): string[] {
  const held: readonly Contest[] = contests(results.scenarios);
  const verdict = verdictText(held);
  if (verdict === null) return [];
  const { below, ...cells } = factorTable(held);
  const hasUpdates = cells.header.includes('updates');
  return [
    ...prose(verdict.headline, width, pc.bold),
    ...verdict.reasons.flatMap((reason) => prose(reason, width)),
    ...caveats(results).flatMap(({ badge, meaning }) => prose(`${badge}. ${meaning}`, width, pc.yellow)),
    '',
    ...alignedTable(cells, width, below),
    ...prose(`ratio = ${hasUpdates ? 'updates × ' : ''}reads an update × cost of a read`, width, pc.dim),
  ];
}

/** Text from outside, visible, in lines of the width. */
function prose(text: string, width: number, look: Look = plain): string[] {
  return wrappedText(visibleText(text), width, '  ').map(look);
}

/**
 * Lines of a table: the first column to the left, in several lines where the table would be wider than the terminal,
 * figures to the right. What stands `below` a row follows it, indented.
 */
function alignedTable({ header, rows }: TextCells, width: number, below: readonly string[] = []): string[] {
  const visible = [header, ...rows].map((cells) => cells.map(visibleText));
  const widths = header.map((_, column) => Math.max(...visible.map((cells) => cells[column].length)));
  const others = widths.slice(1).reduce((sum, one) => sum + 2 + one, 0);
  const [widest] = widths;
  const room = Math.min(widest, Math.max(LEAST_LABEL, width - others));
  const labels = visible.map(([label]) => wrappedText(label, room, '  '));
  widths[0] = Math.max(...labels.flat().map(({ length }) => length));
  const lines = visible.map(([, ...figures], index) => {
    const [label, ...rest] = labels[index];
    const cells = figures.map((figure, column) => figure.padStart(widths[column + 1]));
    return [[label.padEnd(widths[0]), ...cells].join('  '), ...rest];
  });
  const [head, ...body] = lines;
  return [
    ...head.map(pc.bold),
    pc.dim(widths.map((one) => '-'.repeat(one)).join('  ')),
    ...body.flatMap((row, index) => {
      const note = below[index];
      return note === undefined ? row : [...row, ...prose(note, width - 2, (line) => pc.dim(`  ${line}`))];
    }),
  ];
}
