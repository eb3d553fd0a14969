import type { CommandModule } from 'yargs';
import { type ChartFlags, chartFlags, requireCharts, writtenCharts } from '../../charts/chart-flags.ts';
import { readJsonFile } from '../../files/json-file.ts';
import { requireWritableFolder, writeFolder } from '../../files/output-folder.ts';
import { print } from '../../files/standard-output.ts';
import { parseEnergyPresets } from '../../flags/energy-flags.ts';
import { textFlag } from '../../flags/valued-flags.ts';
import { textWidth, writtenText } from '../../terminal/text-width.ts';

interface ReportArguments extends ChartFlags {
  files: string[];
  out: string;
  energy: string | undefined;
}

export const reportCommand: CommandModule<object, ReportArguments> = {
  command: 'report <files..>',
  describe: 'Write tables and a page of results that odometer compare made; nothing is measured again',
  builder: (yargs) =>
    chartFlags(yargs)
      .positional('files', {
        type: 'string',
        array: true,
        demandOption: true,
        describe: 'Files results.json of odometer compare; their scenarios stand on one page',
      })
      .option('out', { ...textFlag('Folder for *.csv, summary.md and report.html'), demandOption: true })
      .option(
        'energy',
        textFlag('Energy presets in place of those of the results, separated by commas: names, or JSON files'),
      )
      .example('$0 report a/results.json b/results.json --out out', 'The scenarios of both on one page')
      .example('$0 report out/results.json --out out --charts out/charts', 'Its charts for slides and papers, too'),
  handler: report,
};

async function report({ files: paths, out, energy, charts }: ReportArguments): Promise<void> {
  requireWritableFolder('--out', out);
  await requireCharts({ charts });
  const presets = energy === undefined ? null : parseEnergyPresets(energy);
  const { mergedResults } = await import('../../../reports/merging/merged-results.ts');
  const { withEnergy } = await import('../../../reports/merging/energy-anew.ts');
  const { parseResults } = await import('../../../reports/results/upgraded-results.ts');
  const { PAGE_FILE, reportFiles } = await import('../../../reports/page/report-files.ts');
  const { chartFiles } = await import('../../../reports/pictures/chart-files.ts');
  const { terminalSummary } = await import('../../../reports/tables/terminal-table.ts');
  const named = (where: string) => {
    const results = parseResults(readJsonFile(where), where);
    return { where, results: presets === null ? results : withEnergy({ where, results }, presets) };
  };
  const [first, ...others] = paths;
  const results = mergedResults([named(first), ...others.map(named)]);
  const files = await reportFiles(results);
  writeFolder('--out', out, files, PAGE_FILE);
  const drawn = await writtenCharts({ charts }, () => chartFiles(results));
  await print(`${terminalSummary(results, textWidth())}\n${writtenText(out, [...files.keys()])}${drawn}`);
}
