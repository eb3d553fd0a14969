import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const checkout = fileURLToPath(new URL('../../..', import.meta.url));

export interface PageBundle {
  /** A module without imports. */
  readonly script: string;
  /** Bytes of it that came from each folder of the checkout or package. */
  readonly bytesFrom: ReadonlyMap<string, number>;
}

/**
 * A page's script as somebody bundles it who has installed the package: minified, without what it does not use. Throws
 * Error where something in it needs node, and on a warning of the bundler.
 */
export async function pageBundle(source: string): Promise<PageBundle> {
  const { outputFiles, metafile, warnings } = await build({
    stdin: { contents: source, resolveDir: checkout, loader: 'ts', sourcefile: 'page.ts' },
    alias: { 'tensor-odometer/browser': './browser.ts' },
    absWorkingDir: checkout,
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    write: false,
    metafile: true,
    logLevel: 'silent',
  });
  if (warnings.length > 0) throw new Error(warnings.map(({ text }) => text).join('\n'));
  const bytesFrom = new Map<string, number>();
  for (const { inputs } of Object.values(metafile.outputs)) {
    for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
      const [first, ...rest] = path.split('node_modules/').at(-1)?.split('/') ?? [];
      const from = first.startsWith('@') ? `${first}/${rest[0]}` : first;
      bytesFrom.set(from, (bytesFrom.get(from) ?? 0) + bytesInOutput);
    }
  }
  return { script: outputFiles[0].text, bytesFrom };
}

/** What a page needs to trace one function and price it. */
export const TRACE_AND_PRICE = `import * as tf from '@tensorflow/tfjs-core';
import { measure, traceFunction } from 'tensor-odometer/browser';

const dense = (x: tf.Tensor2D, w: tf.Tensor2D) => tf.relu(tf.matMul(x, w));
const trace = traceFunction(dense, [tf.zeros([20, 30]), tf.zeros([30, 40])], { name: 'dense' });
document.title = JSON.stringify(measure(trace));
`;
