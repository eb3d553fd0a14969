import { InputError } from '../../core/input-error.ts';

/** Between the file of a case and its label, in its id. A label has no `>` in it, a path may. */
const SEPARATOR = ' > ';

/** The file that a case is in, from its id `FILE > LABEL`. */
export function fileOfCase(id: string): string {
  const end = id.lastIndexOf(SEPARATOR);
  return end < 0 ? id : id.slice(0, end);
}

/** What a case is called in its file: its name and sizes. */
export function labelOfCase(id: string): string {
  const end = id.lastIndexOf(SEPARATOR);
  return end < 0 ? id : id.slice(end + SEPARATOR.length);
}

/** Whether a pattern, in which each `*` stands for any text, is that of a whole id or of a whole label. */
export function isCaseLike(pattern: string, id: string): boolean {
  const pieces = pattern.split('*').map((piece) => piece.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  const whole = new RegExp(`^${pieces.join('.*')}$`, 's');
  return whole.test(id) || whole.test(labelOfCase(id));
}

/** The id that is called so, by itself or by its label alone; null: none is. Throws InputError where several are. */
export function caseCalled(name: string, ids: readonly string[]): string | null {
  if (ids.includes(name)) return name;
  const called = ids.filter((id) => labelOfCase(id) === name);
  if (called.length < 2) return called[0] ?? null;
  throw new InputError(`${called.length} cases are called "${name}"; name one with its file, such as "${called[0]}"`);
}

/** As texts are sorted in a baseline: by code points, as `LC_ALL=C sort` does it. */
export function byCodePoints(a: string, b: string): number {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return Buffer.compare(left, right);
}
