import type { Rule } from '../../scenarios/rule/rule.ts';
import { textTable } from '../writing/text-table.ts';

/** A rule that a user's file defines, and the id by which it is known. */
export interface FileRule {
  readonly algorithm: string;
  readonly file: string;
  readonly rule: Rule;
}

/** What rules of files say of themselves, whatever the task. */
export function listRules(rules: readonly FileRule[]) {
  return rules.map(({ algorithm, file, rule }) => ({
    algorithm,
    title: rule.label.title,
    shortName: rule.label.shortName,
    file,
    learningRate: rule.learningRate,
    options: Object.fromEntries(rule.options.map(({ name, documented }) => [name, documented])),
  }));
}

/** The same as a table for a terminal, a line a rule. */
export function ruleListText(entries: ReturnType<typeof listRules>): string {
  const rows = entries.map(({ algorithm, title, shortName, file, options }) => [
    algorithm,
    title,
    shortName,
    file,
    Object.entries(options)
      .map(([name, value]) => `${name}=${value}`)
      .join(', '),
  ]);
  return textTable(['algorithm', 'title', 'short', 'file', 'options'], rows);
}
