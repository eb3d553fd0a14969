import type { Argv } from 'yargs';
import type { Results } from '../../reports/results/result.ts';
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

/** Writes the charts that are asked for, all or none; the line that says so, '' where none are. */
export async function writeCharts({ charts }: ChartFlags, results: Results): Promise<string> {
  if (charts === undefined) return '';
  const { chartFiles } = await import('../../reports/pictures/chart-files.ts');
  const files = await chartFiles(results);
  const names = [...files.keys()];
  writeFolder(FLAG, charts, files, names[names.length - 1]);
  return `Wrote ${visibleText(charts)}: ${names.length / 2} charts, each as SVG and PNG\n`;
}
