import { escapeHtml } from '../../writing/html.ts';
import { meaningOf } from './terms.ts';

/** How charts are read: each text once on a page, however many charts it is of. */
export class Explanations {
  private readonly told = new Map<string, { readonly id: string; readonly title: string }>();

  /** A button that says how a chart is read, as HTML. */
  button(title: string, text: string): string {
    const { id } = this.told.get(text) ?? { id: `how-${this.told.size}` };
    if (!this.told.has(text)) this.told.set(text, { id, title });
    return `<button type="button" class="how" popovertarget="${id}" aria-label="How to read ${escapeHtml(title)}">?</button>`;
  }

  /** All that buttons have to say, as HTML that stands outside of what is closed. */
  html(): string {
    return [...this.told].map(([text, { id, title }]) => meaningOf(id, title, text)).join('\n');
  }
}
