import type { EnergyPreset, Figure } from '../../../core/cost/energy-presets.ts';
import { significant } from '../../writing/format.ts';
import { escapeHtml } from '../../writing/html.ts';

/** The figures of an energy preset, each with its status and source, as HTML. */
export function energyTable(preset: EnergyPreset): string {
  const rows = [...commuteFigures(preset), ...computeFigures(preset)].map(
    ([what, unit, { value, status, source }]) =>
      `<tr><td>${escapeHtml(what)}</td><td class="number">${significant(value)} ${escapeHtml(unit)}</td><td>${status}</td>` +
      `<td>${escapeHtml(source)}</td></tr>`,
  );
  const title = `${preset.id}: ${preset.title}`;
  return `<h3>${escapeHtml(title)}</h3>
<section class="scroll" tabindex="0" aria-label="${escapeHtml(title)}"><table class="text"><thead><tr><th scope="col">figure</th>
<th scope="col">value</th><th scope="col">status</th><th scope="col">source</th></tr></thead><tbody>
${rows.join('\n')}
</tbody></table></section>`;
}

type FigureRow = readonly [what: string, unit: string, figure: Figure];

function commuteFigures({ commute }: EnergyPreset): FigureRow[] {
  if (commute.model === 'wire') {
    return [
      ['wire', 'pJ / byte mm', commute.energyPjPerByteMm],
      ['cell of one byte', 'µm²', commute.byteCellUm2],
    ];
  }
  return [...commute.levels, commute.memory].map(({ name, energyPjPerElement }) => [
    `read from ${name}`,
    'pJ',
    energyPjPerElement,
  ]);
}

/** One row for all operations of one figure. */
function computeFigures({ computePj }: EnergyPreset): FigureRow[] {
  const opsOf = new Map<string, { ops: string[]; figure: Figure }>();
  for (const [op, figure] of Object.entries(computePj)) {
    const key = JSON.stringify(figure);
    const group = opsOf.get(key) ?? { ops: [], figure };
    group.ops.push(op);
    opsOf.set(key, group);
  }
  return [...opsOf.values()].map(({ ops, figure }) => [ops.join(', '), 'pJ', figure]);
}
