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

/** JSON that stands in a script element: no `<` in it can end the element. Parses to the same value. */
export function escapeJson(json: string): string {
  return json.replaceAll('<', '\\u003c');
}
