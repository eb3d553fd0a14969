import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseBaseline } from '../../reports/gate/baseline-text.ts';

/** The figures of a case of the gallery, at 4 bytes an element. */
export interface CaseFigures {
  readonly cost: number;
  readonly reads: number;
  /** Most bytes alive at once. */
  readonly peak: number;
}

const path = fileURLToPath(new URL('../../examples/kernels/odometer.baseline.txt', import.meta.url));

/** What the committed baseline of the gallery says of a case, by its label. Throws RangeError where it has none. */
export function committedFigures(): (label: string) => CaseFigures {
  const { lines } = parseBaseline(readFileSync(path, 'utf8'), path);
  const byKey = new Map(lines.map(({ id, metric, value }) => [`${id.split(' > ')[1]} ${metric}`, Number(value)]));
  return (label) => {
    const figure = (metric: string): number => {
      const found = byKey.get(`${label} ${metric}`);
      if (found === undefined) throw new RangeError(`the baseline of the gallery has no ${metric} of ${label}`);
      return found;
    };
    return { cost: figure('cost'), reads: figure('reads'), peak: figure('peak') };
  };
}
