/** The element of this id. Throws Error where the page has none: text and script are built together. */
export function byId(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`internal: the page has no #${id}`);
  return found;
}

/** The element of this id, of this kind. */
export function ofKind<Kind extends HTMLElement>(id: string, kind: new () => Kind): Kind {
  const found = byId(id);
  if (!(found instanceof kind)) throw new Error(`internal: #${id} is no ${kind.name}`);
  return found;
}

export const button = (id: string): HTMLButtonElement => ofKind(id, HTMLButtonElement);
export const field = (id: string): HTMLInputElement => ofKind(id, HTMLInputElement);
export const choice = (id: string): HTMLSelectElement => ofKind(id, HTMLSelectElement);

/** Says something in an element; nothing is touched where it says so already, so that it is not read out again. */
export function say(id: string, text: string): void {
  const element = byId(id);
  if (element.textContent !== text) element.textContent = text;
}

/** A new element with a class and text or children. */
export function make(tag: string, className = '', content: string | readonly Node[] = []): HTMLElement {
  const element = document.createElement(tag);
  if (className !== '') element.className = className;
  if (typeof content === 'string') element.textContent = content;
  else element.append(...content);
  return element;
}

/** A new element of a drawing. */
export function draw(tag: string, attributes: Readonly<Record<string, string | number>>, text = ''): SVGElement {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  if (text !== '') element.textContent = text;
  return element;
}

/** Whether the reader has asked for pages that keep still. */
export function keepsStill(): boolean {
  return matchMedia('(prefers-reduced-motion: reduce)').matches;
}

/** Runs `work` once the page has drawn what was said before. */
export function afterDrawing(work: () => void): void {
  requestAnimationFrame(() => setTimeout(work));
}

/** What a button that starts and pauses says. */
export function sayRunning(id: string, isRunning: boolean, start: string): void {
  button(id).textContent = isRunning ? 'Pause' : start;
}
