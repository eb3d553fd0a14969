import type { Rule } from '../../scenarios/rule/rule.ts';
import { visibleText } from '../writing/visible-text.ts';
import { TERMINAL_WIDTH, wrappedText } from '../writing/wrapped-text.ts';

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

/** The same for a terminal: a rule with its title, short name and file, and its options below. */
export function ruleListText(entries: ReturnType<typeof listRules>): string {
  const named = entries.map(({ algorithm }) => visibleText(algorithm));
  const indent = ' '.repeat(Math.max(...named.map(({ length }) => length)) + 2);
  const lines = entries.flatMap(({ title, shortName, file, options }, index) => {
    const stated = Object.entries(options).map(([name, value]) => `${name}=${value}`);
    const [first, ...others] = [`${title} (${shortName}), ${file}`, stated.join(', ')].flatMap((text) =>
      wrappedText(visibleText(text), TERMINAL_WIDTH - indent.length),
    );
    return [`${named[index].padEnd(indent.length)}${first}`, ...others.map((other) => `${indent}${other}`)];
  });
  return `${lines.join('\n')}\n`;
}
