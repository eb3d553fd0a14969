/** What the content of a JSON file says that it is: traces and results by `schema`, scalar programs by `format`. */
export interface StatedFormat {
  readonly schema?: unknown;
  readonly format?: unknown;
}

/** Of any content: nothing of what is no object. */
export function statedFormat(content: unknown): StatedFormat {
  return typeof content === 'object' && content !== null ? content : {};
}
