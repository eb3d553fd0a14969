import { ELEMENT_BYTES } from '../../../core/cost/pricing.ts';
import { ACCURACIES_QUESTION, scenarioAnswers } from '../../../reports/findings/answers.ts';
import { comparedRules, pairOf } from '../../../reports/findings/compared-rules.ts';
import { totalCell } from '../../../reports/findings/totals-to-accuracy.ts';
import { criterionTotal, earliestFinding, totalFinding } from '../../../reports/findings/training-findings.ts';
import { partCost } from '../../../reports/findings/update-figures.ts';
import type { Results, ScenarioResult } from '../../../reports/results/result.ts';
import { costModelLine } from '../../../reports/tables/markdown.ts';
import { gridsText, readoutText } from '../../../reports/tables/total-table.ts';
import { contests, seedRangeText } from '../../../reports/verdict/factors.ts';
import { protocolRatios } from '../../../reports/verdict/protocol-ratios.ts';
import { missingFinding, protocolCells } from '../../../reports/verdict/protocol-text.ts';
import {
  accuracyPercent,
  exactDigits,
  inWords,
  marked,
  shortRatio,
  significant,
} from '../../../reports/writing/format.ts';
import { escapeMarkdown, markdownTable } from '../../../reports/writing/markdown-table.ts';
import { SCENARIOS } from '../../../scenarios/catalog.ts';

const NONE = '—';

/**
 * What committed results say, as Markdown: a row a scenario of which both rules were trained, then what is asked of
 * each. The same results give the same text.
 */
export function resultsBlock(results: readonly Results[]): string {
  const trained = results
    .flatMap(({ scenarios }) => scenarios.filter(({ training }) => training !== undefined))
    .sort((a, b) => placeInCatalog(a) - placeInCatalog(b));
  if (trained.length === 0) return '';
  const header = [
    'scenario',
    'criterion, evaluated',
    'FF in total',
    'BP in total',
    'FF / BP (of extreme seeds)',
    'updates FF',
    'updates BP',
    'an update FF',
    'an update BP',
    'prediction FF / BP',
    'rates FF, BP',
    'FF / BP at the documented rates',
    'seeds',
  ];
  const all = { ...results[0], scenarios: results.flatMap(({ scenarios }) => scenarios) };
  const asked = trained.map((scenario) => {
    const found = totalFinding(scenario) ?? '';
    const answers = scenarioAnswers(scenario, all).filter(
      ({ isOwn, question }) => isOwn || question === ACCURACIES_QUESTION,
    );
    // What the first line says is not said again below it.
    const own = answers.map(
      ({ question, answer }) =>
        `  - *${escapeMarkdown(question)}* ${escapeMarkdown(answer.replace(found, '').trimStart())}`,
    );
    const first = `${found} ${earliestFinding(scenario)}`.trimEnd();
    return [`- **${escapeMarkdown(scenario.title)}.** ${escapeMarkdown(first)}`, ...own].join('\n');
  });
  const table = markdownTable({ header, rows: trained.map(row) });
  const rates = protocolCells(trained);
  const byProtocol = rates === null ? [] : ['### By the protocol', markdownTable(rates), missingFinding(trained)];
  return [measureLine(results), table, ...byProtocol, asked.join('\n')].filter((part) => part !== '').join('\n\n');
}

/** What every figure of the table and below depends on. */
function measureLine(results: readonly Results[]): string {
  const models = new Set(results.map(costModelLine));
  return (
    `ByteDMD cost at ${ELEMENT_BYTES} bytes an element, cold; ${[...models].join('; ')}. In total: the median over the ` +
    'seeds of the updates to the criterion, times the cost of one; evaluation is not counted. ≤ and ≥: the criterion was ' +
    'met at the first evaluation that counts, so that fewer updates may do; elsewhere, too, closer evaluations can find ' +
    'fewer. Rates are tuned for both rules alike ([by one protocol](protocol/README.md)), or documented and tuned for neither. ' +
    'Figures in words have three digits, ratios two; a KB is 1,024 bytes.'
  );
}

function placeInCatalog({ id }: ScenarioResult): number {
  return SCENARIOS.findIndex((scenario) => scenario.id === id);
}

function row(scenario: ScenarioResult): string[] {
  const { title, layers, batch, classes, training, totals = [] } = scenario;
  const rules = training?.rules ?? [];
  return [
    `${title}, ${layers.join('-')}, batch ${batch}`,
    training === undefined
      ? NONE
      : `${accuracyPercent(training.criterion.testAccuracy)} (chance ${accuracyPercent(1 / classes)}) on ${training.data} (${exactDigits(training.trainImages)} images), ${gridsText(scenario)}`,
    ...rules.map((rule) => totalCell(criterionTotal(scenario, rule))),
    ...contests([scenario]).map(({ factors: { total, seeds } }) => {
      const ratio = total === null ? NONE : marked(total.bound, shortRatio(total.value, total.bound));
      return seeds === null ? ratio : `${ratio} (${seedRangeText(seeds)})`;
    }),
    ...rules.map((rule) => {
      const perSeed = rule.runs.map(({ updatesToCriterion: updates }) =>
        updates === null ? 'never' : exactDigits(updates),
      );
      const reached = criterionTotal(scenario, rule);
      const median = reached === null ? NONE : marked(reached.bound, exactDigits(reached.updates));
      return `${median} (${perSeed.join(', ')})`;
    }),
    ...totals.map(({ costPerUpdate, readout }) =>
      readout === null
        ? inWords(costPerUpdate)
        : `${inWords(costPerUpdate)}, readout ${inWords(readout.cost)} once (${readoutText(readout)})`,
    ),
    predictionRatio(scenario),
    `${scenario.protocol?.tuned ? 'tuned' : 'documented'}: ${rules.map(({ learningRate }) => String(learningRate)).join(', ')}`,
    documentedRatio(scenario),
    (rules[0]?.runs ?? []).map(({ seed }) => seed).join(', '),
  ];
}

/** What predicting an image costs, FF over BP. */
function predictionRatio(scenario: ScenarioResult): string {
  const pair = pairOf(scenario, comparedRules(scenario)[0], scenario.inference ?? []);
  if (pair === null) return NONE;
  const ofAnImage = (one: typeof pair.compared): number => partCost(one) / one.images;
  return significant(ofAnImage(pair.compared) / ofAnImage(pair.reference));
}

/** At the documented rates by the protocol, FF over BP; of other runs the ratio is that already. */
function documentedRatio(scenario: ScenarioResult): string {
  const found = protocolRatios(scenario, comparedRules(scenario)[0]).find(({ choice }) => choice === 'documented');
  if (found === undefined || found.ratio === null) return NONE;
  const { ratio, range } = found;
  const text = marked(ratio.bound, shortRatio(ratio.value, ratio.bound));
  return range === null ? text : `${text} (${seedRangeText(range)})`;
}
