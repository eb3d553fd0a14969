import { statSync } from 'node:fs';
import { fileOfCase } from '../../reports/bench/case-id.ts';
import { asShown } from '../modules/module-names.ts';
import { findCaseFiles } from './case-files.ts';
import { type CaseSelection, isNamed } from './measured-cases.ts';

/**
 * Which cases a selection is of, by their ids, those that are no longer there too: all where nothing is named, else those
 * in the files and below the folders that are. Of a pattern it is the files that match it now.
 */
export function scopeOf({ files, filter }: Pick<CaseSelection, 'files' | 'filter'>): (id: string) => boolean {
  const found = new Set(files.length === 0 ? [] : findCaseFiles(files));
  const folders = files
    .filter((named) => statSync(named, { throwIfNoEntry: false })?.isDirectory())
    .map((named) => `${asShown(named)}/`.replace(/^\//, ''));
  return (id) => {
    const file = fileOfCase(id);
    const isFile = files.length === 0 || found.has(file) || folders.some((folder) => file.startsWith(folder));
    return isFile && (filter === undefined || isNamed(id, filter));
  };
}
