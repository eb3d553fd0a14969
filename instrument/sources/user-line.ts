import { isWholePath, pathOfAddress, withForwardSlashes } from './file-path.ts';

/** Where this file lies; nowhere once a bundler has put it into one with the user's, whose lines it then cannot tell. */
const [, OWN_FOLDER] = /^(file:.*\/)instrument\/sources\/user-line\.[jt]s\b/.exec(import.meta.url ?? '') ?? [];
/** The folder of the package: of its sources, or of what they were built into. */
const PACKAGE = OWN_FOLDER === undefined ? null : pathOfAddress(OWN_FOLDER);
/** Floors of the package on which nothing is computed that a user would look for. */
const MACHINERY = ['core', 'instrument', 'reports', 'cli'].map((floor) => `${PACKAGE}${floor}/`);
/** What the package itself computes: its rules, as a user's would, have lines, which are the same wherever it is installed. */
const SCENARIOS = `${PACKAGE}scenarios/`;
const TENSORFLOW = '/node_modules/@tensorflow/';

/** Frames that are looked through, at most: TensorFlow.js puts dozens of its own between a gradient and who asks for it. */
const MOST_FRAMES = 100;

/** By script and position of each frame met so far: the place, or null where it is not the user's. */
const placeOfPosition = new Map<string, string | null>();

/** Says in place of the stack where the program is; null while none is interpreted. */
let told: (() => string) | null = null;

/** Runs `run`, a program that is interpreted: no stack has its lines, so that it says itself on which it is. */
export function sayingLines<T>(line: () => string, run: () => T): T {
  const outer = told;
  told = line;
  try {
    return run();
  } finally {
    told = outer;
  }
}

/**
 * Where the user's source is being executed, as `file:line`: the innermost frame of the stack that lies neither in this
 * package's machinery nor in TensorFlow.js. The file is relative to the current folder where it lies below it, with
 * forward slashes, and relative to the package where it is one of its rules. null where there is no such frame among the innermost `frames`,
 * and in a bundle. Costs an Error: microseconds.
 */
export function userLine(frames = MOST_FRAMES): string | null {
  if (told !== null) return told();
  if (PACKAGE === null) return null;
  const { stackTraceLimit, prepareStackTrace } = Error;
  Error.stackTraceLimit = frames;
  // As text a stack is mapped to sources frame by frame, which takes ten times as long: only frames not met yet are.
  let sites: readonly NodeJS.CallSite[] = [];
  Error.prepareStackTrace = (_, found) => {
    sites = found;
  };
  const raw = new Error();
  void raw.stack;
  Error.prepareStackTrace = prepareStackTrace;
  let mapped: string[] | null = null;
  let place: string | null = null;
  for (let frame = 0; frame < sites.length && place === null; frame++) {
    // A file may be read again after it was changed, so that its name alone does not tell its text.
    const site = sites[frame];
    const position = `${site.getPosition()} ${site.getScriptHash()} ${site.getFileName()}`;
    const known = placeOfPosition.get(position);
    if (known === undefined) {
      mapped ??= framesOf(new Error());
      // A source map names files of TensorFlow.js that nobody has.
      place = withForwardSlashes(site.getFileName() ?? '').includes(TENSORFLOW) ? null : userPlace(mapped[frame] ?? '');
      placeOfPosition.set(position, place);
    } else place = known;
  }
  Error.stackTraceLimit = stackTraceLimit;
  return place;
}

/** The frames of an error's stack, as its text has them. */
function framesOf({ stack = '' }: Error): string[] {
  return stack.split('\n').filter((line) => line.startsWith('    at '));
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
  const path = file.startsWith('file:') ? pathOfAddress(file) : withForwardSlashes(file);
  if (PACKAGE === null || !isWholePath(path) || path.includes(TENSORFLOW)) return null;
  if (MACHINERY.some((floor) => path.startsWith(floor))) return null;
  if (path.startsWith(SCENARIOS)) return `${path.slice(PACKAGE.length)}:${line}`;
  return shownPlace(path, Number(line));
}

/** `file:line`, the file relative to the current folder where it lies below it, with forward slashes. */
export function shownPlace(path: string, line: number): string {
  const shown = withForwardSlashes(path);
  const folder = withForwardSlashes(globalThis.process?.cwd() ?? '').replace(/\/?$/, '/');
  return `${shown.startsWith(folder) ? shown.slice(folder.length) : shown}:${line}`;
}
