import { describe, InputError } from '../../core/input-error.ts';

/** Columns of tables and lines of charts have no room for more. */
const MOST_LETTERS = 80;

/** A title of spaces, marks of direction or joiners alone is none. */
const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u;

/** Throws InputError, beginning with `what`, on what is no title: a text of one line that tables have room for. */
export function requireTitle(what: string, title: unknown): void {
  if (typeof title !== 'string' || !VISIBLE.test(title)) {
    throw new InputError(`${what} must be a text, got ${describe(title)}`);
  }
  if (title.length > MOST_LETTERS || /[\r\n]/.test(title)) {
    throw new InputError(
      `${what} must be one line of at most ${MOST_LETTERS} letters, got ${title.length}: ${describe(title)}`,
    );
  }
}
