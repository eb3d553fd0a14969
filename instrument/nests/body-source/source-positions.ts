import { findSourceMap } from 'node:module';
import { fileURLToPath } from 'node:url';
import { shownPlace } from '../../sources/user-line.ts';

/** A place in what the engine executes: a user's file, or what a loader made of it. Lines and columns from 1. */
export interface SourcePosition {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Where a loop is, and where the text of the body begins that it is executed in. */
export interface LoopPosition {
  readonly loop: SourcePosition;
  readonly body: SourcePosition;
}

/** Frames that are looked through, at most. */
const MOST_FRAMES = 100;

/**
 * Where the caller of `callee` stands, and where the function begins that a function named `runner` calls; null where the
 * engine does not tell. Costs an Error with its frames: microseconds.
 */
export function loopPosition(callee: () => unknown, runner: string): LoopPosition | null {
  const frames = framesAbove(callee);
  const [caller] = frames;
  const body = frames[frames.findIndex((frame) => frame.getFunctionName() === runner) - 1];
  if (caller === undefined || body === undefined) return null;
  const loop = positionOf(caller.getFileName(), caller.getLineNumber(), caller.getColumnNumber());
  const start = positionOf(body.getFileName(), body.getEnclosingLineNumber(), body.getEnclosingColumnNumber());
  return loop === null || start === null ? null : { loop, body: start };
}

/** The `file:line` of the user's source from which a loader made what stands at a position. */
export function userPlaceOf({ file, line, column }: SourcePosition): string {
  const entry = findSourceMap(file)?.findEntry(line - 1, column - 1);
  const isMapped = entry !== undefined && 'originalLine' in entry;
  return shownPlace(file.startsWith('file:') ? fileURLToPath(file) : file, isMapped ? entry.originalLine + 1 : line);
}

function framesAbove(callee: () => unknown): readonly NodeJS.CallSite[] {
  const { prepareStackTrace, stackTraceLimit } = Error;
  let frames: readonly NodeJS.CallSite[] = [];
  Error.stackTraceLimit = MOST_FRAMES;
  Error.prepareStackTrace = (_error, sites) => {
    frames = sites;
    return '';
  };
  try {
    const holder = { stack: '' };
    Error.captureStackTrace(holder, callee);
    // The frames are handed out when the text is asked for.
    return holder.stack === '' ? frames : [];
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
    Error.prepareStackTrace = prepareStackTrace;
  }
}

function positionOf(
  file: string | null | undefined,
  line: number | null,
  column: number | null,
): SourcePosition | null {
  return file && line !== null && column !== null ? { file, line, column } : null;
}
