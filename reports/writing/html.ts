import { visibleText } from './visible-text.ts';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as HTML and SVG show it, in an element or in a quoted attribute; what would not be seen is spelt out. */
export function escapeHtml(text: string): string {
  return visibleText(text).replace(/[&<>"']/g, (character) => ENTITIES[character]);
}

const UNIT = /(?<=\d) (?=%|[KMGT]?B\b|[mµnp]?J\b|(?:m|b|tr|quadr)illion\b)/g;

/** A text in which no figure is parted from its unit where a line ends. */
export function unbroken(text: string): string {
  return text.replaceAll(UNIT, '\u00a0');
}

/**
 * An id as the place in a page that links lead to, in a quoted attribute: one of letters, digits, `_`, `.` and `-` stays as it is,
 * what else stands in others is their code in between.
 */
export function anchor(id: string): string {
  const plain = id.replace(/[^\w.-]/gu, (character) => `_${character.codePointAt(0)?.toString(16)}_`);
  return /^[A-Za-z]/.test(plain) ? plain : `id${plain}`;
}

/** JSON that stands in a script element: no `<` in it can end the element. Parses to the same value. */
export function escapeJson(json: string): string {
  return json.replaceAll('<', '\\u003c');
}
