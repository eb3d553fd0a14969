import { comparedRules, haveSameRules, pairLabels, ratioTitle } from '../findings/compared-rules.ts';
import type { ScenarioResult } from '../results/result.ts';
import { accuracyPercent, exactDigits, listed, marked, shortRatio, worded } from '../writing/format.ts';
import type { TextCells } from '../writing/text-table.ts';
import { seedRangeText } from './factors.ts';
import { type ProtocolRatio, protocolRatios } from './protocol-ratios.ts';

const NONE = '—';

/** Ratios by the protocol, a row for each choice of rates: rates, updates of each seed, the median's ratio and that of extreme seeds; null: none was run. */
export function protocolCells(scenarios: readonly ScenarioResult[]): TextCells | null {
  const withProtocol = scenarios.filter(({ protocol }) => protocol !== undefined);
  const [first] = withProtocol;
  if (first === undefined) return null;
  const isOnePair = haveSameRules(withProtocol) && comparedRules(first).length === 1;
  const labels = pairLabels(first, comparedRules(first)[0]);
  const names = isOnePair ? [labels.compared.shortName, labels.reference.shortName] : ['rule', 'reference'];
  const rows = withProtocol.flatMap((scenario) =>
    comparedRules(scenario).flatMap((rule) =>
      protocolRatios(scenario, rule).map((one) => [
        isOnePair ? scenario.title : `${scenario.title}, ${ratioTitle(scenario, rule)}`,
        `${accuracyPercent(scenario.training?.criterion.testAccuracy ?? Number.NaN)} (chance ${accuracyPercent(1 / scenario.classes)})`,
        `${one.choice}: ${one.learningRates.compared}, ${one.learningRates.reference}`,
        updatesText(one, 'compared'),
        updatesText(one, 'reference'),
        ratioText(one),
        one.range === null ? NONE : seedRangeText(one.range),
      ]),
    ),
  );
  const ratio = isOnePair ? ratioTitle(first, comparedRules(first)[0]) : 'ratio';
  const header = ['network', 'to', `rates ${names.join(', ')}`, ...names.map((name) => `updates ${name} (each seed)`)];
  return { header: [...header, ratio, 'extreme seeds'], rows };
}

function updatesText({ updates, reached }: ProtocolRatio, of: 'compared' | 'reference'): string {
  const each = updates[of].map((one) => (one === null ? 'never' : exactDigits(one))).join(', ');
  const median = reached[of];
  return `${median === null ? NONE : marked(median.bound, exactDigits(median.updates))} (${each})`;
}

function ratioText({ ratio }: ProtocolRatio): string {
  return ratio === null ? NONE : marked(ratio.bound, shortRatio(ratio.value, ratio.bound));
}

/**
 * What the protocol came to, and whose runs are not by it yet; null where no scenario has been run by it.
 */
export function protocolFinding(scenarios: readonly ScenarioResult[]): string | null {
  const withProtocol = scenarios.filter(({ protocol }) => protocol !== undefined);
  if (withProtocol.length === 0) return null;
  const ratios = withProtocol.flatMap((scenario) =>
    comparedRules(scenario).map((rule) => ratioFinding(scenario, rule)),
  );
  return [
    'By one protocol for every rule:',
    `${ratios.filter((one) => one !== '').join('; ')}.`,
    missingFinding(scenarios),
  ]
    .filter((one) => one !== '')
    .join(' ');
}

/** `Disk in a ring 17 times (cheapest rates FF 0.03, BP 0.1; extreme seeds 4.0 to 65; documented rates 23)` */
function ratioFinding(scenario: ScenarioResult, rule: string): string {
  const [first, ...others] = protocolRatios(scenario, rule);
  if (first === undefined) return '';
  const said = ({ ratio }: ProtocolRatio): string =>
    ratio === null ? 'no ratio' : worded(ratio.bound, shortRatio(ratio.value, ratio.bound));
  const labels = pairLabels(scenario, rule);
  const { compared, reference } = labels;
  const atEdge = (algorithm: string, rate: number): string => {
    const { rates = [] } = scenario.protocol?.rates.find((one) => one.algorithm === algorithm) ?? {};
    const edge = rate === rates[rates.length - 1] ? 'highest' : rate === rates[0] ? 'lowest' : null;
    return edge === null ? '' : `, the ${edge} tried`;
  };
  const { compared: mine, reference: theirs } = first.learningRates;
  const rates = `${compared.shortName} ${mine}${atEdge(rule, mine)}, ${reference.shortName} ${theirs}${atEdge(scenario.reference, theirs)}`;
  const details = [
    `${first.choice === 'tuned' ? 'cheapest' : first.choice} rates ${rates}${first.choice === 'tuned' ? '' : ', not tuned yet'}`,
    ...(first.range === null ? [] : [`extreme seeds ${seedRangeText(first.range)}`]),
    ...others.map((one) => `${one.choice} rates ${said(one)}`),
    ...others.flatMap((one) =>
      (['compared', 'reference'] as const).flatMap((of) => fewerAt(one, first, of, labels[of])),
    ),
  ];
  return `${scenario.title} ${said(first)} times (${details.join('; ')})`;
}

/** That the rate which was cheapest with the seeds of tuning is not so with those that are reported. */
function fewerAt(
  other: ProtocolRatio,
  first: ProtocolRatio,
  of: 'compared' | 'reference',
  { shortName }: { readonly shortName: string },
): string[] {
  const [there, here] = [other.reached[of], first.reached[of]];
  if (there === null || here === null || there.updates >= here.updates) return [];
  return [`${shortName} needs fewer updates at its ${other.choice} rate with these seeds`];
}

/** Which scenarios of those that were trained are not by the protocol yet; '' where all are, or none. */
export function missingFinding(scenarios: readonly ScenarioResult[]): string {
  const without = notByProtocol(scenarios).map(({ title }) => title);
  if (without.length === 0) return '';
  return `Not yet by the protocol: ${listed(without)}; rates are the documented ones, and the reference may have stood at the first evaluation that counts.`;
}

/** The scenarios that were trained otherwise, where some have been by the protocol. */
export function notByProtocol(scenarios: readonly ScenarioResult[]): ScenarioResult[] {
  if (scenarios.every(({ protocol }) => protocol === undefined)) return [];
  return scenarios.filter(({ protocol, training }) => protocol === undefined && training !== undefined);
}
