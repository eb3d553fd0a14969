import { drawnCharts } from '../charts/drawn/drawn-charts.ts';
import { trainingCharts } from '../charts/training/training-charts.ts';
import { updateCharts } from '../charts/update/update-charts.ts';
import type { Results } from '../results/result.ts';
import { contests } from '../verdict/factors.ts';
import { chartPicture } from './chart-picture.ts';
import { factorPicture } from './factor-picture.ts';
import { pngOf } from './png-image.ts';
import { targetPicture } from './target-picture.ts';

/** Every chart of a page as an SVG and a PNG file, by name: those of all scenarios, then `SCENARIO-CHART` of each. */
export async function chartFiles(results: Results): Promise<Map<string, string | Uint8Array>> {
  const files = new Map<string, string | Uint8Array>();
  for (const [name, svg] of chartSvgs(results)) files.set(`${name}.svg`, svg).set(`${name}.png`, await pngOf(svg));
  return files;
}

function chartSvgs({ scenarios, provenance }: Results): Map<string, string> {
  const svgs = new Map<string, string>();
  const [first, ...others] = contests(scenarios);
  if (first !== undefined) {
    svgs.set('factors', factorPicture([first, ...others], 'light'));
    const targets = targetPicture([first, ...others]);
    if (targets !== null) svgs.set('ratio-by-accuracy', targets);
  }
  for (const scenario of scenarios) {
    const charts = [
      ...drawnCharts(scenario, provenance.energyPresets),
      ...trainingCharts(scenario),
      ...updateCharts(scenario),
    ];
    for (const chart of charts) svgs.set(freeName(`${scenario.id}-${chart.id}`, svgs), chartPicture(chart, scenario));
  }
  return svgs;
}

/** A name of letters, digits, points and hyphens that no other file has: presets of users have any. */
function freeName(name: string, taken: ReadonlyMap<string, string>): string {
  const plain = name.replace(/[^\w.-]+/g, '-').slice(0, 100);
  let free = plain;
  for (let count = 2; taken.has(free); count++) free = `${plain}-${count}`;
  return free;
}
