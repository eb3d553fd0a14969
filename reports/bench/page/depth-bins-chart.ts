import type { TopLevelSpec } from 'vega-lite';
import { frame, isNarrow, ticksAlong } from '../../charts/chart.ts';
import { BYTE_AXIS, RULE_COLOURS, SI_AXIS } from '../../charts/theme.ts';
import type { BenchCase } from '../bench-result.ts';

/** The reads of a case by the depth that they reach, in bytes from the top of the stack, `width` pixels wide. */
export function depthBinsChart({ histogram, bytes }: BenchCase, width: number): TopLevelSpec {
  // Of several element sizes depths are in bytes.
  const size = bytes ?? 1;
  const deepest = histogram.at(-1)?.to ?? 1;
  const edges = histogram.map(({ from, reads }) => ({ depth: from * size, reads }));
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    ...frame(width, isNarrow(width) ? 110 : 130, 50, false),
    data: { values: [...edges, { depth: (deepest + 1) * size, reads: 0 }] },
    mark: {
      type: 'area',
      interpolate: 'step-after',
      color: RULE_COLOURS[0].fill,
      fillOpacity: 0.2,
      line: { strokeWidth: 1.5, color: RULE_COLOURS[0].fill },
    },
    encoding: {
      x: {
        field: 'depth',
        type: 'quantitative',
        scale: { type: 'log', base: 2, nice: false, domain: [size, (deepest + 1) * size] },
        axis: { ...BYTE_AXIS, tickCount: ticksAlong(width) },
        title: 'LRU stack depth',
      },
      y: { field: 'reads', type: 'quantitative', axis: { ...SI_AXIS, tickCount: 4 }, title: null },
    },
  };
}
