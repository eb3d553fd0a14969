import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { resultsJson } from '../../../reports/results/result.ts';
import { handMadeTrainedResults } from '../../support/results/hand-made-training.ts';
import { failureOf, odometer } from '../../support/sources/command.ts';

const folder = mkdtempSync(join(tmpdir(), 'odometer-'));
afterAll(() => rmSync(folder, { recursive: true }));

const text = `${resultsJson(handMadeTrainedResults(), 1)}\n`;

function fileOf(name: string, content: string): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

test('results of the first version become those of this one, and stay so', async () => {
  const json = JSON.parse(text);
  for (const scenario of json.scenarios) {
    delete scenario.rules;
    delete scenario.reference;
  }
  const file = fileOf('results.json', JSON.stringify({ ...json, schema: 'odometer-results/1' }));
  for (let times = 0; times < 2; times++) {
    expect(await odometer('upgrade', file)).toBe(`Wrote ${file}\n`);
    expect(readFileSync(file, 'utf8')).toBe(text);
  }
});

test('where one of several files is of no use, none is written', async () => {
  const good = fileOf('good.json', text.replace('\n', '\n\n'));
  const bad = fileOf('bad.json', '{"schema":"other/1"}');
  const { text: message, exitCode } = await failureOf('upgrade', good, bad);
  expect(exitCode).toBe(2);
  expect(message).toContain(`${bad}: its "schema" is "other/1"`);
  expect(readFileSync(good, 'utf8')).not.toBe(text);
});
