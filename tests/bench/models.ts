/**
 * `npm run models`: measures each case of examples/models at both granularities, each in a process of its own, and writes
 * the figures, and docs/networks.md from them. Takes some minutes; to be run alone on a machine. With words after `--`, those
 * models alone that have one in their name.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import models from '../../examples/models/models.odometer.ts';
import { measureBody } from '../../instrument/cases/measured-body.ts';
import { recordBody } from '../../instrument/cases/measured-case.ts';
import { withBlock } from '../readme/page-blocks.ts';
import { committedModelFigures, MODEL_FIGURES, MODELS_PAGE, type ModelFigures, modelsBlock } from './model-figures.ts';

const [given, label, granularity] = process.argv.slice(2);
if (given === '--one')
  process.stdout.write(JSON.stringify(figuresOf(label, granularity as ModelFigures['granularity'])));
else measureAll(process.argv.slice(2));

function measureAll(words: readonly string[]): void {
  const earlier = existsSync(MODEL_FIGURES) ? committedModelFigures() : [];
  const figures = models.cases.flatMap((one) => {
    const kept = earlier.filter((row) => row.label === one.label);
    if (words.length > 0 && !words.some((word) => one.label.includes(word))) return kept;
    return (['register', 'scalar'] as const).map((each): ModelFigures => {
      console.error(`${one.label}, ${each}`);
      const args = [...process.execArgv, fileURLToPath(import.meta.url), '--one', one.label, each];
      return JSON.parse(
        execFileSync(process.execPath, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }),
      );
    });
  });
  writeFileSync(MODEL_FIGURES, `${JSON.stringify(figures, null, 2)}\n`);
  writeFileSync(MODELS_PAGE, withBlock(readFileSync(MODELS_PAGE, 'utf8'), modelsBlock(figures), 'models'));
}

function figuresOf(label: string, granularity: ModelFigures['granularity']): ModelFigures {
  const one = models.cases.find((each) => each.label === label);
  if (one === undefined) throw new RangeError(`measure models: there is no ${label}`);
  const before = process.cpuUsage();
  const recorded = recordBody(one.build(0), label, { lines: false }, () => {
    throw new Error('internal: a model is no file');
  });
  const settings = { semantics: 'eager', granularity, bytes: 4, lines: false } as const;
  const { reads, macs, cost, peakBytes } = measureBody(recorded, settings).figures;
  const { user, system } = process.cpuUsage(before);
  return {
    label,
    granularity,
    reads: Number(reads),
    macs: Number(macs),
    cost: typeof cost === 'bigint' ? String(cost) : cost,
    peakBytes: Number(peakBytes),
    cpuSeconds: (user + system) / 1e6,
    memoryBytes: process.resourceUsage().maxRSS * 1024,
  };
}
