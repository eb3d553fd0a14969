import { HtmlValidate } from 'html-validate';

/** The recommended preset, standard and more, but for what is turned off here. */
const VALIDATOR = new HtmlValidate({
  root: true,
  extends: ['html-validate:recommended'],
  rules: {
    // Both are the doctype of the standard; pages have it in lower case like all their elements.
    'doctype-style': 'off',
  },
});

/** What is wrong with HTML, a line a rule and place, each rule at most `most` times. */
export function htmlFaults(html: string, most = 3): string[] {
  const seen = new Map<string, number>();
  const { results } = VALIDATOR.validateStringSync(html);
  return results
    .flatMap(({ messages }) => messages)
    .flatMap(({ ruleId, message, line, column }) => {
      const times = (seen.get(ruleId) ?? 0) + 1;
      seen.set(ruleId, times);
      return times > most ? [] : [`${ruleId}: ${message} at ${line}:${column}`];
    });
}
