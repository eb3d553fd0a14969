import type { Argv } from 'yargs';
import type { ChartImages } from '../../reports/pictures/chart-images.ts';
import { capitalised } from '../../reports/writing/format.ts';
import { visibleText } from '../../reports/writing/visible-text.ts';
import { requireWritableFolder, writeFolder } from '../files/output-folder.ts';
import { textFlag } from '../flags/valued-flags.ts';

export interface ChartFlags {
  charts: string | undefined;
}

const FLAG = '--charts';

/** The flag of commands that write charts as files of their own. */
export function chartFlags<Arguments>(yargs: Argv<Arguments>): Argv<Arguments & ChartFlags> {
  return yargs.option(
    'charts',
    textFlag('Folder for every chart as SVG, and as PNG, whose text needs a font of the system'),
  );
}

/** Throws InputError where the charts that are asked for could not be written. */
export async function requireCharts({ charts }: ChartFlags): Promise<void> {
  if (charts === undefined) return;
  requireWritableFolder(FLAG, charts);
  const { requireFonts } = await import('../../reports/pictures/png-image.ts');
  await requireFonts(FLAG);
}

/** Writes the charts that are asked for, as `draw` makes them, all or none; what to say of it, '' where none are asked for. */
export async function writeCharts({ charts }: ChartFlags, draw: () => Promise<ChartImages>): Promise<string> {
  if (charts === undefined) return '';
  const files = await draw();
  const names = [...files.keys()];
  const count = names.length / 2;
  if (count === 0) return `wrote no chart into ${visibleText(charts)}: nothing here is drawn`;
  writeFolder(FLAG, charts, files, names[names.length - 1]);
  return `wrote ${visibleText(charts)}: ${count} ${count === 1 ? 'chart' : 'charts'}, each as SVG and PNG`;
}

/** The same as the last line of what a command prints. */
export async function writtenCharts(flags: ChartFlags, draw: () => Promise<ChartImages>): Promise<string> {
  const said = await writeCharts(flags, draw);
  return said === '' ? '' : `${capitalised(said)}\n`;
}
