import { isAbsolute, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the package: of its sources, or of what they were built into. */
const PACKAGE = fileURLToPath(new URL('../..', import.meta.url));
/** Floors of the package on which nothing is computed that a user would look for. */
const MACHINERY = ['core', 'instrument', 'reports', 'cli'].map((floor) => `${PACKAGE}${floor}${sep}`);
const TENSORFLOW = `${sep}node_modules${sep}@tensorflow${sep}`;

/** Frames that are looked through, at most: TensorFlow.js puts dozens of its own between a gradient and who asks for it. */
const MOST_FRAMES = 100;

/** Of each frame met so far, as the stack names it: the place, or null where it is not the user's. */
const placeOfFrame = new Map<string, string | null>();

/**
 * Where the user's source is being executed, as `file:line`: the innermost frame of the stack that lies neither in this
 * package's machinery nor in TensorFlow.js. The file is relative to the current folder where it lies below it, with
 * forward slashes. null where there is no such frame among the innermost `frames`. Costs an Error: microseconds.
 */
export function userLine(frames = MOST_FRAMES): string | null {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = frames;
  const { stack = '' } = new Error();
  Error.stackTraceLimit = limit;
  for (const frame of stack.split('\n').slice(1)) {
    let place = placeOfFrame.get(frame);
    if (place === undefined) {
      place = userPlace(frame);
      placeOfFrame.set(frame, place);
    }
    if (place !== null) return place;
  }
  return null;
}

/**
 * The place that a line of a stack tells, null where it is not the user's: `at name (file:line:column)` or
 * `at file:line:column`, its file a path or an address.
 */
export function userPlace(frame: string): string | null {
  const location = frame.endsWith(')')
    ? frame.slice(frame.indexOf(' (') + 2, -1)
    : frame.replace(/^ *at (async )?/, '');
  const found = /^(.*):(\d+):\d+$/.exec(location);
  if (found === null) return null;
  const [, file, line] = found;
  const path = file.startsWith('file:') ? fileURLToPath(file) : file;
  if (!isAbsolute(path) || path.includes(TENSORFLOW) || MACHINERY.some((floor) => path.startsWith(floor))) return null;
  return shownPlace(path, Number(line));
}

/** `file:line`, the file relative to the current folder where it lies below it, with forward slashes. */
export function shownPlace(path: string, line: number): string {
  const below = relative(process.cwd(), path);
  const shown = below.startsWith('..') || isAbsolute(below) ? path : below;
  return `${shown.replaceAll(sep, '/')}:${line}`;
}
