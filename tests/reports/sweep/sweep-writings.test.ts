import { expect, test } from 'vitest';
import { chartSvg } from '../../../reports/charts/svg.ts';
import { hasSweepChart, sweepChart } from '../../../reports/sweep/sweep-chart.ts';
import { sweepCsv } from '../../../reports/sweep/sweep-csv.ts';
import { variantsOf } from '../../../reports/sweep/sweep-figures.ts';
import { sweepFiles } from '../../../reports/sweep/sweep-page.ts';
import { parseSweep, sweepJson } from '../../../reports/sweep/sweep-result.ts';
import { sweepText } from '../../../reports/sweep/sweep-table.ts';
import { crossingSweep, handMadeSweep } from '../../support/results/hand-made-sweep.ts';

test('CSV has a row for each rule at each point, every digit, and figures a sample', () => {
  const [header, first, second] = sweepCsv(crossingSweep()).split('\n');
  expect(header).toBe(
    'task,algorithm,layers,depth,width,batch,cost_cold_bytedmd,cost_steady_bytedmd,reads,macs,peak_live_bytes,state_bytes,' +
      'peak_live_bytes_beyond_state,cost_cold_bytedmd_per_sample,cost_steady_bytedmd_per_sample,reads_per_sample,' +
      'macs_per_sample,peak_live_bytes_beyond_state_per_sample',
  );
  expect(first).toBe('toy,ff,4-8,1,8,2,9007199254740993,,10,5,416,96,320,4503599627370496,,5,2.5,160');
  expect(second).toBe('toy,bp,4-8,1,8,2,100,,10,5,168,96,72,50,,5,2.5,36');
});

test('the table has the same figures, and names that do nothing', () => {
  const text = sweepText({ ...crossingSweep(), task: { ...crossingSweep().task, title: 'a\u001b[2J' } });
  expect(text).toMatch(/^4-8 +2 +FF +9,007,199,254,740,993 /m);
  expect(text).toMatch(/^4-8 +2 +FF .* 416 B +320 B$/m);
  expect(text).toMatch(/^4, 8 x 8 +2 +BP +800 +400\.0 /m);
  expect(text).not.toContain('\u001b');
});

test('the picture is drawn at most as wide as asked, in the colours and titles of the rules, the same bytes each time', async () => {
  const sweep = crossingSweep();
  const [variant] = variantsOf(sweep);
  for (const width of [800, 350]) {
    const svg = await chartSvg(sweepChart(sweep, variant, width), 'sweep', 'x');
    expect(Number(/ width="(\d+)"/.exec(svg)?.[1])).toBeLessThanOrEqual(width);
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
    for (const text of ['Forward-Forward', 'Backprop', 'width 16', '#0072B2', '#D55E00']) expect(svg).toContain(text);
    expect(await chartSvg(sweepChart(sweep, variant, width), 'sweep', 'x')).toBe(svg);
  }
});

test('the picture names where a rule has less than the reference, and what is the same in every panel', async () => {
  const sweep = crossingSweep();
  const svg = await chartSvg(sweepChart(sweep, variantsOf(sweep)[0], 800), 'sweep', 'x');
  const texts = new Set([...svg.matchAll(/>([^<>]+)<\/text>/g)].map(([, text]) => text));
  expect([...texts]).toEqual(
    expect.arrayContaining(['Peak live memory against depth, batch 2', '10¹⁶', 'FF less from 8', 'FF less at all']),
  );
});

test('the page needs nothing else, holds the sweep, and escapes names', async () => {
  const sweep = crossingSweep();
  const files = await sweepFiles(sweep);
  expect([...files.keys()].sort()).toEqual(['sweep.csv', 'sweep.html', 'sweep.json', 'sweep.md', 'sweep.svg']);
  const page = files.get('sweep.html') ?? '';
  expect(page).not.toContain('Toy <b>');
  const [, json] = /<script type="application\/json" id="odometer-sweep">(.*)<\/script>/.exec(page) ?? [];
  expect(parseSweep(JSON.parse(json), 'page')).toEqual(sweep);
  expect(files.get('sweep.md')).toContain('Toy \\<b\\>');
});

test('of one point there is no picture', async () => {
  const sweep = handMadeSweep(crossingSweep().points.slice(0, 1));
  expect(hasSweepChart(variantsOf(sweep)[0])).toBe(false);
  expect((await sweepFiles(sweep)).has('sweep.svg')).toBe(false);
});

test.each<[string, (sweep: ReturnType<typeof crossingSweep>) => unknown, RegExp]>([
  ['another schema', (sweep) => ({ ...sweep, schema: 'odometer-sweep/0' }), /schema: /],
  [
    'a point twice',
    (sweep) => ({ ...sweep, points: [...sweep.points, sweep.points[0]] }),
    /points.8: 4-8, batch 2 is there twice/,
  ],
  ['no point', (sweep) => ({ ...sweep, points: [] }), /points: are none/],
  [
    'a rule without an update',
    (sweep) => ({ ...sweep, rules: sweep.rules.slice(1) }),
    /not one of each rule, in their order/,
  ],
  ['an unknown reference', (sweep) => ({ ...sweep, reference: 'fa' }), /reference: is fa, which is none of the rules/],
  [
    'more state than live',
    (sweep) => {
      const [point] = sweep.points;
      const updates = point.updates.map((update) => ({ ...update, stateBytes: update.peakLiveBytes + 1 }));
      return { ...sweep, points: [{ ...point, updates }] };
    },
    /points.0.updates.0.stateBytes: are 417, more than the 416 of the peak/,
  ],
])('%s is no sweep: one line that names the place', (_, change, message) => {
  const json = change(JSON.parse(sweepJson(crossingSweep())));
  expect(() => parseSweep(json, 'a.json')).toThrow(
    /^a\.json: is no odometer-sweep\/1 file: [^\n]*; write it anew with odometer sweep$/,
  );
  expect(() => parseSweep(json, 'a.json')).toThrow(message);
});
