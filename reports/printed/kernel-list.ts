import { version_core } from '@tensorflow/tfjs-core';
import { TRACED_AS, type TracedAs, type TracedKernel } from '../../instrument/kernel-models/traced-kernels.ts';
import { toolVersion } from '../results/tool-version.ts';
import { textTable } from '../writing/text-table.ts';
import { visibleText } from '../writing/visible-text.ts';
import { TERMINAL_WIDTH, wrappedText } from '../writing/wrapped-text.ts';

const KERNELS_SCHEMA = 'odometer-kernels/1';

const MEANINGS: Readonly<Record<TracedAs, string>> = {
  'from shapes': 'traceFunction, traceUpdate and traceComputed',
  'with computed values': 'traceComputed; the others where addresses are made of host numbers',
  'needs none': 'no tensor goes in: constants, nothing is read',
  'out of scope': 'an error that names it',
  missing: 'an error that names it',
};

/** Which kernels can be traced, all or those that cannot, as `odometer kernels --json` prints it. */
export function kernelList(kernels: readonly TracedKernel[], { missing }: { readonly missing: boolean }) {
  const counts = TRACED_AS.map((traced) => [traced, kernels.filter((kernel) => kernel.traced === traced).length]);
  return {
    schema: KERNELS_SCHEMA,
    tool: toolVersion(),
    tfjs: version_core,
    backend: 'cpu',
    /** Of all kernels, whichever are listed. */
    counts: Object.fromEntries(counts) as Record<TracedAs, number>,
    kernels: missing ? kernels.filter(({ traced }) => traced === 'out of scope' || traced === 'missing') : kernels,
  };
}

/** The same for a terminal: how many there are of each kind, then the kernels, kind by kind. */
export function kernelListText({ counts, kernels }: ReturnType<typeof kernelList>): string {
  const kinds = TRACED_AS.map((traced) => [traced, String(counts[traced]), MEANINGS[traced]]);
  const rows = kernels.map(({ kernel, traced, note }) => [kernel, traced, note]);
  return [
    tableOfNotes(['traced', 'kernels', 'by'], kinds),
    ...(rows.length === 0 ? [] : [tableOfNotes(['kernel', 'traced', 'note'], rows)]),
  ].join('\n');
}

/** A table whose last column goes on below itself where a terminal has no room for it. */
function tableOfNotes(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const widthOf = (column: number): number =>
    Math.max(...[header, ...rows].map((cells) => visibleText(cells[column]).length));
  const room = TERMINAL_WIDTH - widthOf(0) - widthOf(1) - 4;
  const broken = rows.flatMap(([name, traced, note]) =>
    wrappedText(note, room).map((line, place) => (place === 0 ? [name, traced, line] : ['', '', line])),
  );
  return textTable(header, broken);
}
