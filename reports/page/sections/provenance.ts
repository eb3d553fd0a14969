import type { Results } from '../../results/result.ts';
import { counted, significant } from '../../writing/format.ts';
import { escapeHtml } from '../../writing/html.ts';
import { withTerms } from './terms.ts';

const SCHEDULES = {
  fused: 'fused: dead calls dropped, element-wise calls made one',
  found: 'found: dead calls dropped, element-wise calls made one, products in tiles that a search found',
} as const;

/** The fact in which words of the report stand. */
const COST_MODEL = 'Cost model';

/** How the figures were made, as HTML: tool, cost model, data and options of every scenario, time. */
export function provenanceList(results: Results): string {
  const items = provenanceFacts(results).map(
    ([name, value]) =>
      `<dt>${escapeHtml(name)}</dt><dd>${name === COST_MODEL ? withTerms(value) : escapeHtml(value)}</dd>`,
  );
  return `<dl class="facts">${items.join('\n')}</dl>`;
}

function provenanceFacts({ provenance, scenarios, volatile }: Results): [string, string][] {
  const { tool, node, costModel, loops, schedule, engine, seed } = provenance;
  return [
    ['Tool', `tensor-odometer ${tool} on node ${node}`],
    [COST_MODEL, `${costModel.semantics} semantics, ${costModel.granularity} granularity`],
    ['Loop order of matrix products', loops === 'tfjs' ? 'tfjs: as the stock kernels execute them' : loops],
    ...(schedule === undefined ? [] : [['Schedule', SCHEDULES[schedule]] satisfies [string, string]]),
    ['Engine', `${engine}; every engine gives the same figures`],
    ['Seed', String(seed)],
    ...scenarios.flatMap(({ title, source, data, updates, training }): [string, string][] => [
      [title, source],
      [
        `${title}, data`,
        data === null
          ? 'none: an update is traced from its shapes, no address in it depends on the images'
          : `${data.name}, training images sha256 ${data.trainSha256}, test images ${data.testSha256}`,
      ],
      ...(training?.rules ?? []).map(({ algorithm, version, platform, backend, epochsAsked }): [string, string] => [
        `${title}, ${algorithm} training`,
        `tensor-odometer ${version}, ${backend} backend, ${platform}, at most ${counted(epochsAsked, 'epoch')}`,
      ]),
      ...updates.map(({ algorithm, about }): [string, string] => [
        `${title}, ${algorithm}`,
        Object.entries(about)
          .map(([key, value]) => `${key} ${String(value)}`)
          .join(', '),
      ]),
    ]),
    ['Time', `${significant(volatile.seconds)} s, at most ${significant(volatile.peakRssBytes / 2 ** 20)} MB`],
  ];
}
