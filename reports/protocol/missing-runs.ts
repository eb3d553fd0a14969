import { ruleTitle } from '../findings/compared-rules.ts';
import { listed } from '../writing/format.ts';
import type { ProtocolOf } from './protocol-table.ts';
import { wantedRuns } from './wanted-runs.ts';

/** What of the protocol has not been run, a sentence a rule, so that nobody takes it for measured; empty where all has. */
export function missingFindings(all: readonly ProtocolOf[]): string[] {
  return all.flatMap(({ protocol, scenario }) =>
    protocol.rules.flatMap((rule) => {
      const wanted = wantedRuns(protocol, rule);
      if (wanted.length === 0) return [];
      const ofSeeds = (seeds: readonly number[]) => wanted.filter(({ seed }) => seeds.includes(seed));
      const tuning = ofSeeds(protocol.tuningSeeds);
      const reported = ofSeeds(rule.seeds);
      const rates = [...new Set(reported.map(({ learningRate }) => learningRate))];
      const parts = [
        ...(tuning.length === 0
          ? []
          : [`tuning at ${listed([...new Set(tuning.map((run) => run.learningRate))].map(String))}`]),
        ...rates.map((rate) => {
          const seeds = reported.filter(({ learningRate }) => learningRate === rate).map(({ seed }) => String(seed));
          return `${seeds.length === 1 ? 'seed' : 'seeds'} ${listed(seeds)} at ${rate}`;
        }),
        ...(tuning.length === 0 ? [] : ['the seeds at the cheapest rate, if it is another']),
      ];
      return [`${scenario.title}, ${ruleTitle(scenario, rule.algorithm)}: ${parts.join('; ')}.`];
    }),
  );
}
