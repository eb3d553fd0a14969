import { DEFINITIONS } from '../../findings/definitions.ts';
import { escapeHtml, unbroken } from '../../writing/html.ts';

const WORDS = DEFINITIONS.flatMap(([, , words], index) => words.map((word) => [word, index] as const));
const INDEX_OF: ReadonlyMap<string, number> = new Map(WORDS);
const WORD = new RegExp(
  `(?<![\\w-])(${[...INDEX_OF.keys()].sort((a, b) => b.length - a.length).join('|')})(?![\\w-])`,
  'g',
);

/**
 * A text of the report as HTML, in which each word that is defined is a button, once, that says what it means; once in all
 * texts that share `told`, what has been told of already.
 */
export function withTerms(text: string, told = new Set<number>()): string {
  return escapeHtml(unbroken(text)).replace(WORD, (word) => {
    const index = INDEX_OF.get(word);
    if (index === undefined || told.has(index)) return word;
    told.add(index);
    return term(`word-${index}`, word);
  });
}

/** A word that opens what it means: HTML, as the word is. */
export function term(id: string, word: string): string {
  return `<button type="button" popovertarget="${id}">${word}</button>`;
}

/** What a word means, shown where its button is pressed. */
export function meaningOf(id: string, name: string, text: string): string {
  return `<div class="word" id="${id}" popover><b>${escapeHtml(name)}</b><p>${escapeHtml(text)}</p></div>`;
}

/** All that is defined, as HTML: one by one by buttons, and all of it where it is opened, and on paper. */
export function definitions(): string {
  const all = DEFINITIONS.map(([name, text], index) => meaningOf(`word-${index}`, name, text));
  return `<details class="method words"><summary><h2>Words</h2></summary></details>
<div class="defined">${all.join('\n')}</div>`;
}

/** Rules for buttons and what they open. */
export const TERMS_STYLE = `
button[popovertarget] { font: inherit; color: inherit; letter-spacing: inherit; text-align: inherit; padding: 0; border: 0; border-bottom: 1px dotted currentColor; background: none; cursor: help; }
button.how { position: absolute; top: 0; right: 0; width: 1.5rem; height: 1.5rem; text-align: center; line-height: 1.4rem; border: 1px solid var(--line); border-radius: 50%; color: var(--faint); }
.word { max-width: min(34rem, 92vw); padding: 0.6rem 0.9rem; border: 1px solid var(--faint); border-radius: 6px; background: var(--paper); color: var(--ink); font-size: 0.92rem; font-weight: 400; text-align: left; }
.word p { margin: 0.2rem 0 0; }
.words[open] + .defined > .word:not(:popover-open) { display: block; position: static; max-width: 46rem; margin: 0; padding: 0.3rem 0; border: 0; }
@media print {
  button[popovertarget] { border: 0; }
  .defined > .word { display: block; position: static; max-width: none; margin: 0; padding: 0.2rem 0; border: 0; font-size: 0.85rem; }
}
`;
