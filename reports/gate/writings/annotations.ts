import { labelOfCase } from '../../bench/case-id.ts';
import { visibleText } from '../../writing/visible-text.ts';
import type { CaseCheck, Check } from '../check-result.ts';
import { budgetLine, caseLines } from './statement.ts';

/**
 * What failed, as GitHub Actions marks it in the changes of a pull request: a line a case and a budget, at the source line
 * that moved most where one is known. `folder` leads from the top of the repository to the folder that paths of the
 * check are relative to, '' where these are the same.
 */
export function annotations({ cases, budgets }: Check, folder: string): string[] {
  const prefix = folder === '' ? '' : `${folder}/`;
  return [
    ...cases
      .filter(({ failed }) => failed)
      .map((one) => {
        const { file, line } = placeOf(one);
        const properties = { file: `${prefix}${file}`, ...(line === null ? {} : { line }), title: labelOfCase(one.id) };
        return command(properties, caseLines(one));
      }),
    ...budgets.filter(({ failed }) => failed).map((budget) => command({ title: 'budget' }, [budgetLine(budget)])),
  ];
}

function placeOf({ file, moved }: CaseCheck): { file: string; line: string | null } {
  const name = moved.find(({ by }) => by === 'line')?.name ?? '';
  const [, found, line] = /^(.+):(\d+)$/.exec(name) ?? [];
  return found === undefined ? { file, line: null } : { file: found, line };
}

function command(properties: Readonly<Record<string, string>>, lines: readonly string[]): string {
  const named = Object.entries(properties).map(([name, value]) => `${name}=${escapedProperty(value)}`);
  return `::error ${named.join(',')}::${lines.map((line) => escaped(visibleText(line))).join('%0A')}`;
}

/** As the runner reads it: `%` begins what is escaped. */
function escaped(text: string): string {
  return text.replaceAll('%', '%25');
}

function escapedProperty(text: string): string {
  return escaped(visibleText(text)).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
