import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { reportFiles } from '../../../reports/page/report-files.ts';
import { type Results, resultsJson } from '../../../reports/results/result.ts';
import { handMadeTrainedResults } from '../../support/results/hand-made-training.ts';
import { failureOf, odometer } from '../../support/sources/command.ts';

const folder = mkdtempSync(join(tmpdir(), 'odometer-report-'));
afterAll(() => rmSync(folder, { recursive: true }));

const results = handMadeTrainedResults();

function fileOf(name: string, content: Results): string {
  const file = join(folder, name);
  writeFileSync(file, resultsJson(content));
  return file;
}

test('the files of one result are those that compare writes of it, but for the results', async () => {
  const out = join(folder, 'one');
  const printed = await odometer('report', fileOf('a.json', results), '--out', out);
  const files = await reportFiles(results);
  expect(printed).toContain(`Wrote ${out}: `);
  expect(readdirSync(out).sort()).toEqual([...files.keys()].sort());
  for (const [name, text] of files) expect(readFileSync(join(out, name), 'utf8'), name).toBe(text);
});

test('several files, also of an older version, make one page', async () => {
  const [scenario] = results.scenarios;
  const { rules: _, reference: __, ...first } = { ...scenario, id: 'older', title: 'An older one' };
  const older = join(folder, 'older.json');
  writeFileSync(older, resultsJson({ ...results, schema: 'odometer-results/1', scenarios: [first] } as never));
  const out = join(folder, 'both');
  await odometer('report', fileOf('a.json', results), older, '--out', out, '--energy', 'dally-2022');
  expect(readFileSync(join(out, 'report.html'), 'utf8')).toContain('An older one');
  expect(readFileSync(join(out, 'headline.csv'), 'utf8')).toMatch(/^toy,ff.*^older,ff/ms);
});

test('charts are written where asked for, and a file in place of their folder is refused before anything is written', async () => {
  const file = fileOf('a.json', results);
  const [out, charts] = [join(folder, 'page'), join(folder, 'drawn')];
  const printed = await odometer('report', file, '--out', out, '--charts', charts);
  const names = readdirSync(charts);
  expect(names).toEqual(expect.arrayContaining(['factors.svg', 'factors.png', 'toy-live-set.png']));
  expect(printed).toContain(`Wrote ${charts}: ${names.length / 2} charts, each as SVG and PNG\n`);
  const refused = await failureOf('report', file, '--out', join(folder, 'unwritten'), '--charts', file);
  expect(refused).toEqual({ text: expect.stringMatching(/^odometer: --charts .* is not a folder/), exitCode: 2 });
  expect(readdirSync(folder)).not.toContain('unwritten');
});

test('what cannot be one page is one line, and nothing is written', async () => {
  const file = fileOf('a.json', results);
  const out = join(folder, 'none');
  const twice = await failureOf('report', file, file, '--out', out);
  expect(twice).toEqual({ text: expect.stringMatching(/both hold the scenario toy[^\n]*\n?$/), exitCode: 2 });
  const energy = await failureOf('report', file, '--out', out, '--energy', 'none');
  expect(energy).toEqual({ text: expect.stringContaining('--energy none: is no preset'), exitCode: 2 });
  expect(readdirSync(folder)).not.toContain('none');
});
