import { InputError } from '../../core/input-error.ts';
import { labelOfCase } from '../bench/case-id.ts';

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
