import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { trainingCharts } from '../../../reports/charts/training/training-charts.ts';
import { answer, totalFinding } from '../../../reports/findings/training-findings.ts';
import { reportPage } from '../../../reports/page/page.ts';
import { resultsJson } from '../../../reports/results/result.ts';
import { parseResults } from '../../../reports/results/upgraded-results.ts';
import { csvFiles } from '../../../reports/tables/csv.ts';
import { markdownSummary } from '../../../reports/tables/markdown.ts';
import { terminalSummary } from '../../../reports/tables/terminal-table.ts';
import { totalCells } from '../../../reports/tables/total-table.ts';
import { handMadeResults } from '../../support/results/hand-made-results.ts';
import { handMadeMissedResults, handMadeTrainedResults } from '../../support/results/hand-made-training.ts';

const trained = handMadeTrainedResults();
const missed = handMadeMissedResults();
const ANSWER =
  'To reach 80 % on made, Forward-Forward moves 5,003,999,585,968 times as much data as backprop: a ByteDMD cost of 9.01 quadrillion against 1,800.';

describe('results with training', () => {
  test.each([
    ['trained', trained],
    ['missed', missed],
  ])('%s: write, parse, write gives the same bytes, and parsing the same results', (_, results) => {
    const text = resultsJson(results, 1);
    const parsed = parseResults(JSON.parse(text), 'a.json');
    expect(parsed).toEqual(results);
    expect(resultsJson(parsed, 1)).toBe(text);
  });

  const [scenario] = trained.scenarios;
  const [ff, bp] = scenario.totals ?? [];
  test.each([
    ['totals without training', { ...scenario, training: undefined }],
    ['training without totals', { ...scenario, totals: undefined }],
    ['totals in another order', { ...scenario, totals: [bp, ff] }],
    ['the cost of another update', { ...scenario, totals: [ff, { ...bp, costPerUpdate: 81, total: 1823 }] }],
    ['another median', { ...scenario, totals: [ff, { ...bp, updates: 15, total: 1200 }] }],
  ])('%s are refused', (_, wrong) => {
    const json = JSON.parse(resultsJson({ ...trained, scenarios: [wrong as typeof scenario] }));
    expect(() => parseResults(json, 'a.json')).toThrow(/^a\.json: scenarios\.0\.totals: are not those of the training/);
  });
});

describe('the headline', () => {
  test('is the total to the criterion, and else the update', () => {
    expect(answer(trained.scenarios[0])).toBe(ANSWER);
    expect(totalFinding(handMadeResults().scenarios[0])).toBeNull();
    expect(answer(handMadeResults().scenarios[0])).toMatch(/^One Forward-Forward update moves/);
  });

  test('says who never met the criterion, with the best, and no ratio', () => {
    expect(answer(missed.scenarios[0])).toBe(
      'No ratio of totals to 80 % on made. Forward-Forward did not get there with every seed, so it has no total: ' +
        'seed 1 reached 73.33 % at best in 20 updates. Backprop moves a ByteDMD cost of 1,800.',
    );
    expect(totalCells(missed.scenarios[0])?.rows.slice(0, 3)).toEqual([
      ['Total ByteDMD cost to 80 %', '—', '1,800', '—'],
      ['Updates to it, median', '—', '22.5', '—'],
      ['… seeds 0 / 1', '20 / not met, best 73.33 %', '20 / 25', '—'],
    ]);
  });

  test('comes first on the terminal and in Markdown, with every seed, the readout and the setting', () => {
    const lines = stripVTControlCharacters(terminalSummary(trained, 1000)).split('\n');
    expect(lines[0]).toBe(`A toy <b>&: ${ANSWER}`);
    const cells = lines.map((line) => line.split(/ {2,}/));
    expect(cells).toContainEqual(['Total ByteDMD cost to 80 %', '9,007,199,254,743,245', '1,800', '5,003,999,585,968']);
    expect(cells).toContainEqual(['… seeds 0 / 1', '20 / 25', '20 / 25', '—']);
    expect(lines).toContain(
      'Trained on 40 images of made, learning rate FF 0.25, BP 0.125; criterion 80 % of 10 test images, mean of 3 ' +
        'evaluations, one every 5 updates, which the total does not count; fitting the readout, which every evaluation repeats and the total counts ' +
        'once: 2 x features of 2, 3 x head update of 4.',
    );
    expect(lines.join('\n')).toContain('Quick preset, a reduced setting');
    const markdown = markdownSummary(trained);
    expect(markdown.split('\n')).toContain(ANSWER);
    expect(markdown).toContain('| ByteDMD cost | 20 | 20 | 1.000 |');
  });
});

test('CSV: totals, epochs by layer, the curve with what it cost, the final accuracies, inference', () => {
  const files = csvFiles(trained);
  const lines = (name: string) => files.get(name)?.trimEnd().split('\n') ?? [];
  expect(lines('totals.csv').slice(1)).toEqual([
    'toy,ff,2,made,0.8,0 1,20 25,22.5,100,9007199254740995,9007199254743245,no',
    'toy,bp,2,made,0.8,0 1,20 25,22.5,80,,1800,no',
  ]);
  expect(lines('training.csv').slice(0, 3)).toEqual([
    'scenario,algorithm,batch_samples,seed,epoch,updates,layer_from_0,loss,positive_goodness,negative_goodness,test_accuracy',
    'toy,ff,2,0,1,20,0,0.5,3,1,0.9',
    'toy,ff,2,0,1,20,1,0.25,4,0.5,0.9',
  ]);
  expect(lines('accuracy.csv')).toContain('toy,bp,2,1,25,2000,0.9');
  expect(lines('final-accuracy.csv').slice(1, 6)).toEqual([
    'toy,ff,2,0,all test images,,0.9',
    'toy,ff,2,0,prediction by,all layers,0.9',
    'toy,ff,2,0,prediction by,layer 1 </td>,0.25',
    'toy,ff,2,0,class,0,1',
    'toy,ff,2,0,class,1,',
  ]);
  expect(lines('inference.csv')[1]).toBe('toy,ff,2,2,8,4,40,12');
  expect(csvFiles(missed).get('totals.csv')).toContain('toy,ff,2,made,0.8,0 1,20 never,,100,9007199254740995,,\n');
  expect([...csvFiles(handMadeResults()).keys()]).not.toContain('totals.csv');
});

describe.each(trainingCharts(trained.scenarios[0]).map((chart) => [chart.id, chart] as const))(
  'chart %s',
  (_, chart) => {
    test('is drawn, the same bytes each time', () => {
      for (const { scenarios } of [trained, missed]) {
        const svg = chart.svg(scenarios[0]);
        expect(svg).toMatch(/^<svg class="drawn" .*<path .*<\/svg>$/);
        expect(svg).not.toMatch(/NaN|Infinity|undefined/);
        expect(chart.svg(scenarios[0])).toBe(svg);
      }
    });

    test('says what the results say', () => {
      expect(chart.finding(trained.scenarios[0])).toMatch(/\d/);
      expect(chart.finding(trained.scenarios[0])).not.toMatch(/NaN|Infinity|undefined/);
    });
  },
);

test('there are two charts of a training that reports goodness, none without a training', () => {
  expect(trainingCharts(trained.scenarios[0]).map(({ id }) => id)).toEqual(['loss', 'goodness']);
  expect(trainingCharts(handMadeResults().scenarios[0])).toEqual([]);
});

test('the page begins with the answer; names of prediction modes are shown, not obeyed', async () => {
  const page = await reportPage(trained);
  expect(page.indexOf('<h1>Forward-Forward moves 5T times as much data as backprop')).toBeGreaterThan(0);
  expect(page.indexOf(': to 80 %"><table')).toBeGreaterThan(0);
  expect(page.indexOf(': to 80 %"><table')).toBeLessThan(page.indexOf(': per update"><table'));
  expect(page).toContain('<td>layer 1 &lt;/td&gt;</td><td>25 %</td>');
  expect(await reportPage(trained)).toBe(page);
});
