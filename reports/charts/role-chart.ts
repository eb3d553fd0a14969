import { ROLES } from '../../core/trace/trace.ts';
import { ruleTitle } from '../findings/compared-rules.ts';
import { roleFinding } from '../findings/findings.ts';
import { partCost } from '../findings/update-figures.ts';
import type { Chart } from './chart.ts';
import { frame, ticksAlong } from './chart.ts';
import { ruleScale, SI_AXIS } from './theme.ts';

export const roleChart: Chart = {
  id: 'cost-by-role',
  title: 'Cost by kind of tensor',
  finding: roleFinding,
  explanation: () =>
    'What the data that is read is for. Temporaries are the locals of kernels: partial products, accumulators.',
  legend: 'rules',
  spec: (scenario, width) => ({
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    ...frame(width, 19 * scenario.updates.reduce((bars, { roles }) => bars + roles.length, 0), 104, false),
    data: {
      values: scenario.updates.flatMap(({ algorithm, roles }) =>
        roles.map((part) => ({ algorithm: ruleTitle(scenario, algorithm), role: part.role, cost: partCost(part) })),
      ),
    },
    encoding: {
      y: {
        field: 'role',
        type: 'nominal',
        sort: [...ROLES],
        axis: { title: null, domain: false, ticks: false },
        scale: { paddingInner: 0.3 },
      },
      yOffset: { field: 'algorithm', type: 'nominal', sort: null },
      x: {
        field: 'cost',
        type: 'quantitative',
        axis: { ...SI_AXIS, tickCount: ticksAlong(width) },
        title: 'ByteDMD cost of one update',
      },
      color: { field: 'algorithm', type: 'nominal', sort: null, scale: ruleScale(scenario), legend: null },
    },
    mark: { type: 'bar' },
  }),
};
