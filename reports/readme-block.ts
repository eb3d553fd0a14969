import { InputError } from '../core/input-error.ts';
import { scenarioAnswers } from './answers.ts';
import { accuracyPercent, exactDigits, inWords, significant } from './format.ts';
import { escapeMarkdown, markdownTable } from './markdown.ts';
import type { Results, ScenarioResult } from './result.ts';
import { totalFinding, totalRatio } from './training-findings.ts';

const BEGIN = '<!-- results -->';
const END = '<!-- /results -->';

const NONE = '—';

/**
 * What committed results say, as Markdown: a row a scenario of which both rules were trained, then what is asked of
 * each. The same results give the same text.
 */
export function readmeBlock(results: readonly Results[]): string {
  const trained = results.flatMap(({ scenarios }) => scenarios.filter(({ training }) => training !== undefined));
  if (trained.length === 0) return '';
  const header = [
    'scenario',
    'criterion',
    'FF in total',
    'BP in total',
    'FF / BP',
    'updates FF',
    'updates BP',
    'an update FF',
    'an update BP',
    'seeds',
  ];
  const all = { ...results[0], scenarios: results.flatMap(({ scenarios }) => scenarios) };
  const asked = trained.map((scenario) => {
    const answers = scenarioAnswers(scenario, all).filter(({ isOwn }) => isOwn);
    const own = answers.map(({ question, answer }) => `  - *${escapeMarkdown(question)}* ${escapeMarkdown(answer)}`);
    return [`- **${escapeMarkdown(scenario.title)}.** ${escapeMarkdown(totalFinding(scenario) ?? '')}`, ...own].join(
      '\n',
    );
  });
  return `${markdownTable({ header, rows: trained.map(row) })}\n\n${asked.join('\n')}`;
}

function row(scenario: ScenarioResult): string[] {
  const { title, layers, batch, training, totals = [] } = scenario;
  const rules = training?.rules ?? [];
  const ratio = totalRatio(scenario);
  return [
    `${title}, ${layers.join('-')}, batch ${batch}`,
    `${accuracyPercent(training?.criterion.testAccuracy ?? 0)} on ${training?.data ?? ''}`,
    ...totals.map(({ total }) => (total === null ? NONE : inWords(total))),
    ratio === null ? NONE : significant(ratio),
    ...rules.map(({ runs, medianUpdatesToCriterion: median }) => {
      const perSeed = runs.map(({ updatesToCriterion: updates }) =>
        updates === null ? 'never' : exactDigits(updates),
      );
      return `${median === null ? NONE : exactDigits(median)} (${perSeed.join(', ')})`;
    }),
    ...totals.map(({ costPerUpdate, readout }) =>
      readout === null ? inWords(costPerUpdate) : `${inWords(costPerUpdate)}, readout ${inWords(readout.cost)} once`,
    ),
    (rules[0]?.runs ?? []).map(({ seed }) => seed).join(', '),
  ];
}

/** The block between the markers of a README; null where there are none. Throws InputError where one is missing. */
export function blockIn(readme: string): string | null {
  const place = placeIn(readme);
  return place === null ? null : readme.slice(place.start, place.end).trim();
}

/** The README with this block between its markers. Throws InputError without markers. */
export function withBlock(readme: string, block: string): string {
  const place = placeIn(readme);
  if (place === null) throw new InputError(`README.md: has no line ${BEGIN}; add it, and ${END} below`);
  return `${readme.slice(0, place.start)}\n${block}\n${readme.slice(place.end)}`;
}

function placeIn(readme: string): { start: number; end: number } | null {
  const begin = readme.indexOf(BEGIN);
  const end = readme.indexOf(END);
  if (begin < 0 && end < 0) return null;
  if (begin < 0 || end < begin) throw new InputError(`README.md: must have ${BEGIN} and then ${END}`);
  return { start: begin + BEGIN.length, end };
}
