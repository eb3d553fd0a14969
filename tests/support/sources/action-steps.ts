import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const path = fileURLToPath(new URL('../../../action.yml', import.meta.url));

/** The text of the repository's GitHub Action. */
export const ACTION = readFileSync(path, 'utf8');

/** The shell scripts of the action's steps, by their names: what stands under `run`, without its indentation. */
export function actionScripts(): Record<string, string> {
  const steps = ACTION.split(/^ {4}- name: /m).slice(1);
  return Object.fromEntries(
    steps.map((step) => {
      const [name] = step.split('\n');
      const [, line, block = ''] = /^ {6}run: (\|?.*)\n((?: {8}.*\n|\n)*)/m.exec(step) ?? [];
      return [name, line === '|' ? block.replace(/^ {8}/gm, '') : `${line}\n`];
    }),
  );
}
