import { pathOfAddress } from '../../sources/file-path.ts';
import { nodeModule } from '../../sources/node-module.ts';
import { shownPlace, userPlace } from '../../sources/user-line.ts';

/** A place in what the engine executes: a user's file, or what a loader made of it. Lines and columns from 1. */
export interface SourcePosition {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** A frame of the stack in this file, by which its lines are mapped back. */
  readonly frame: NodeJS.CallSite;
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
  const loop = positionOf(caller, caller.getLineNumber(), caller.getColumnNumber());
  const start = positionOf(body, body.getEnclosingLineNumber(), body.getEnclosingColumnNumber());
  return loop === null || start === null ? null : { loop, body: start };
}

/** The `file:line` of the user's source from which a loader made what stands at a position. */
export function userPlaceOf(position: SourcePosition): string {
  const { file, line, column } = position;
  const told = placeByLoader(position);
  if (told !== null) return told;
  const entry = nodeModule('node:module')
    ?.findSourceMap(file)
    ?.findEntry(line - 1, column - 1);
  const isMapped = entry !== undefined && 'originalLine' in entry;
  return shownPlace(file.startsWith('file:') ? pathOfAddress(file) : file, isMapped ? entry.originalLine + 1 : line);
}

/** What a loader that maps stacks by itself, as test runners do, makes of a frame at this position; null without one. */
function placeByLoader({ file, line, column, frame }: SourcePosition): string | null {
  const { prepareStackTrace } = Error;
  if (prepareStackTrace === undefined) return null;
  const moved = new Map<string, () => unknown>([
    ['getLineNumber', () => line],
    ['getColumnNumber', () => column],
    ['toString', () => `${file}:${line}:${column}`],
  ]);
  const answers = Object.getOwnPropertyNames(Object.getPrototypeOf(frame)).map((name) => [
    name,
    moved.get(name) ?? (() => Reflect.get(frame, name).call(frame)),
  ]);
  // Loaders look for the methods in the prototype.
  const site: NodeJS.CallSite = Object.create(Object.fromEntries(answers));
  const stack: unknown = prepareStackTrace(new Error('position'), [site]);
  return typeof stack === 'string' ? userPlace(stack.slice(stack.lastIndexOf('\n') + 1)) : null;
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
    // Not every browser hands out frames.
    Error.captureStackTrace?.(holder, callee);
    // The frames are handed out when the text is asked for.
    return holder.stack === '' ? frames : [];
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
    Error.prepareStackTrace = prepareStackTrace;
  }
}

function positionOf(frame: NodeJS.CallSite, line: number | null, column: number | null): SourcePosition | null {
  const file = frame.getFileName();
  return file && line !== null && column !== null ? { file, line, column, frame } : null;
}
