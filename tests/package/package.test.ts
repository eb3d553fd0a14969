import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { unexportedTypes } from '../support/sources/named-types.ts';
import { compile, installPackedPackage } from '../support/sources/packed-package.ts';

const README = readFileSync(fileURLToPath(new URL('../../README.md', import.meta.url)), 'utf8');

/** A library of somebody's own, its types left to be inferred from those of the package. */
const LIBRARY = `
import { writeFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs-core';
import { ENERGY_PRESETS, energyOf, ENGINES, measure, phase, traceComputed, traceFunction, traceScalars } from 'tensor-odometer';

export const product = (x: tf.Tensor2D, w: tf.Tensor2D) => phase('forward', () => tf.relu(tf.matMul(x, w)));
export const trace = () => traceFunction(product, [tf.zeros([5, 7]), tf.zeros([7, 3])], { name: 'product' });
export const computed = (x: tf.Tensor2D) => traceComputed((one: tf.Tensor2D) => one, [x]);
export const measured = () => measure(trace(), { granularity: 'register' });
export const priced = () => ENGINES.run(trace(), { semantics: 'eager', granularity: 'scalar' });
export const dot = () => traceScalars((xs, ys) => xs[0].mul(ys[0]).add(xs[1].mul(ys[1])), [[1, 2], [3, 4]]);
export const measuredDot = () => measure(dot().program, { bytes: [4] });
export const energies = () => ENERGY_PRESETS.map((preset) => ({ preset, energy: energyOf(preset, measured().histogram, {}) }));
export const json = () => [measured().toJSON(), measuredDot().toJSON()] as const;

writeFileSync('trace.json', JSON.stringify(trace()));
console.log(JSON.stringify(measured()));
`;

let folder: string;

beforeAll(async () => {
  folder = await installPackedPackage();
  mkdirSync(join(folder, 'sources'));
  const source = (name: string, text: string): void => writeFileSync(join(folder, 'sources', name), text);
  source('library.ts', LIBRARY);
  samples.forEach((text, index) => {
    source(`sample-${index}.ts`, text);
  });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'own', private: true, type: 'module' }));
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({
      compilerOptions: {
        target: 'es2023',
        lib: ['es2023'],
        module: 'nodenext',
        types: ['node'],
        strict: true,
        declaration: true,
        skipLibCheck: true,
        rootDir: 'sources',
        outDir: 'made',
      },
      include: ['sources'],
    }),
  );
  compile(join(folder, 'tsconfig.json'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(...args: string[]): string {
  return execFileSync(process.execPath, args, { cwd: folder, encoding: 'utf8', stdio: 'pipe' });
}

/** The TypeScript of the README, block by block. */
const samples = [...README.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, text]) => text);

describe('the package as it is packed', () => {
  const installed = (path: string): string => join(folder, 'node_modules/tensor-odometer', path);

  test('holds what is built and the schema of the configuration, and neither sources nor tests', () => {
    expect(readdirSync(installed('.')).sort()).toEqual([
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'dist',
      'docs',
      'package.json',
    ]);
    expect(readdirSync(installed('docs'))).toEqual(['odometer.config.schema.json']);
    const built = readdirSync(installed('dist'), { recursive: true, encoding: 'utf8' });
    expect(built).toContain('index.d.ts');
    expect(built.filter((name) => !/\.(js|d\.ts)$/.test(name) && name.includes('.'))).toEqual([]);
    expect(built.filter((name) => name.startsWith('tests'))).toEqual([]);
  });

  test('depends on nothing that it does not import', () => {
    const { dependencies } = JSON.parse(readFileSync(installed('package.json'), 'utf8'));
    const files = readdirSync(installed('dist'), { recursive: true, encoding: 'utf8' });
    const code = files
      .filter((name) => name.endsWith('.js'))
      .map((name) => readFileSync(installed(`dist/${name}`), 'utf8'));
    const isImported = (name: string): boolean => code.some((text) => text.includes(`'${name}`));
    expect(Object.keys(dependencies).length).toBeGreaterThan(5);
    expect(Object.keys(dependencies).filter((name) => !isImported(name))).toEqual([]);
  });

  test('exports every type that its exports mention', () => {
    expect(unexportedTypes(installed('dist/index.d.ts'))).toEqual([]);
  });

  test('is what a library outside the repository is compiled against, strictly, with declarations', () => {
    const declared = readFileSync(join(folder, 'made/library.d.ts'), 'utf8');
    expect(declared).toContain('measured: () => import("tensor-odometer").TraceMeasurement');
    expect(declared).toContain('priced: () => import("tensor-odometer").PricedTrace');
    expect(declared).not.toMatch(/\bany\b/);
    expect(declared).not.toContain('tensor-odometer/');
  });

  test('measures for that library what the command line prints for the same trace', () => {
    const measured = JSON.parse(run('made/library.js'));
    const printed = run(
      installed('dist/cli/odometer.js'),
      'price',
      'trace.json',
      '--granularity',
      'register',
      '--json',
    );
    const { cost, reads, macs, kernels, peakLiveBytes } = JSON.parse(printed);
    expect(measured).toMatchObject({ kind: 'trace', name: 'product', cost, reads, macs, kernels });
    expect(measured.peakLiveElements * 4).toBe(peakLiveBytes);
    expect(cost.cold[4]).toBeGreaterThan(0);
  });
});

describe('the samples of the README', () => {
  test('the first kernel is measured by the command of the package, with nothing built', () => {
    const [, name = '', text = ''] = /^```ts (\S+\.odometer\.ts)\n(.*?)^```$/ms.exec(README) ?? [];
    writeFileSync(join(folder, name), text);
    const odometer = join(folder, 'node_modules/tensor-odometer/dist/cli/odometer.js');
    // In whatever tables a terminal of some width has room for.
    const figures = run(odometer, 'bench', '--filter', 'product n=64').match(/\d{1,3}(,\d{3})+/g) ?? [];
    expect(figures).toHaveLength(4);
    for (const figure of figures) expect(README).toContain(figure);
  });

  test('are there, one of a TensorFlow.js program and one of plain loops', () => {
    expect(samples.filter((text) => /traceFunction.*measure\(/s.test(text))).not.toEqual([]);
    expect(samples.filter((text) => /traceScalars.*measure\(/s.test(text))).not.toEqual([]);
  });

  test.each(samples.map((text, index) => ({ text, index })))('sample $index prints what it says', ({ text, index }) => {
    const said = [...text.matchAll(/^console\.log\(.*\); \/\/ (.*)$/gm)].map(([, output]) => output);
    expect(said).not.toEqual([]);
    expect(run(`made/sample-${index}.js`).trimEnd().split('\n')).toEqual(said);
  });
});
