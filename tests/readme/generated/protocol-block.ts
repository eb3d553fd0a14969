import { comparedRules } from '../../../reports/findings/compared-rules.ts';
import { accuracyCells } from '../../../reports/protocol/accuracy-table.ts';
import { missingFindings } from '../../../reports/protocol/missing-runs.ts';
import type { ProtocolResult } from '../../../reports/protocol/protocol-result.ts';
import { ratiosCells, tuningCells, updatesCells } from '../../../reports/protocol/protocol-table.ts';
import { scenarioBy } from '../../../reports/protocol/protocol-training.ts';
import { CHOICES } from '../../../reports/results/protocol-updates.ts';
import type { ScenarioResult } from '../../../reports/results/result.ts';
import { markdownTable } from '../../../reports/writing/markdown-table.ts';
import { PROTOCOL_FOLDER } from '../../support/results/committed-protocols.ts';

/** The page of what the protocol came to, beside its runs. */
export const PROTOCOL_PAGE = `${PROTOCOL_FOLDER}README.md`;

/** The committed runs as tables: what was tuned, updates, ratios, by accuracy too, and what is not run. */
export function protocolBlock(protocols: readonly ProtocolResult[], results: readonly ScenarioResult[]): string {
  const all = protocols.flatMap((protocol) => {
    const scenario = results.find(({ id }) => id === protocol.scenario);
    return scenario === undefined ? [] : [{ protocol, scenario }];
  });
  const trained = all.flatMap(({ protocol, scenario }) =>
    CHOICES.flatMap((choice) => {
      const by = scenarioBy(scenario, protocol, choice);
      return by === null ? [] : [{ choice, scenario: by }];
    }),
  );
  const accuracies = trained.flatMap(({ choice, scenario }) =>
    comparedRules(scenario).flatMap((rule) => {
      const cells = accuracyCells(scenario, rule);
      return cells === null ? [] : [`### ${scenario.title}, ${choice} rates`, '', markdownTable(cells), ''];
    }),
  );
  const missing = missingFindings(all);
  return [
    '## Updates to the criterion',
    '',
    markdownTable(updatesCells(all)),
    '',
    '## Ratios of totals',
    '',
    markdownTable(ratiosCells(all)),
    '',
    '## Tuning',
    '',
    markdownTable(tuningCells(all)),
    '',
    '## By accuracy',
    '',
    ...accuracies,
    '## Not run',
    '',
    ...(missing.length === 0 ? ['All runs of the protocol have been made.'] : missing.map((one) => `- ${one}`)),
  ].join('\n');
}
