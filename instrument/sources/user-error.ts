import { InputError } from '../../core/input-error.ts';
import { userPlace } from './user-line.ts';

/**
 * The error of a user's file as one line, led by the file, the line where its stack tells, the case where there is one, and the place in another
 * file of the user's that threw.
 */
export function placeInFile(
  file: string,
  error: unknown,
  { path, label }: { readonly path: string; readonly label?: string },
): InputError {
  const message = messageOf(error);
  const line = lineIn(path, error);
  const place = line === null ? file : `${file}:${line}`;
  const ofCase = label === undefined || message.includes(`case "${label}"`) ? '' : `case "${label}": `;
  // What was found while loops were recorded begins with its place already.
  const isPlaced = message.startsWith(`${file}:`);
  const elsewhere = placeElsewhere(path, error);
  const thrown = elsewhere === null ? message : `${message} (thrown at ${elsewhere})`;
  return new InputError(isPlaced ? message : `${place}: ${ofCase}${thrown}`);
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return `threw ${String(error)}`;
  const [first, second] = error.message.trim().split(/\s*\n\s*/);
  const message = first.endsWith(':') && second !== undefined ? `${first} ${second}` : first;
  // What says itself that it is an error, such as "Error in conv2d: ...", is not said to be one twice.
  return error instanceof InputError || /^\w*Error\b/.test(message) ? message : `${error.name}: ${message}`;
}

/**
 * Where another file of the user's, which the file imports, threw or has a syntax error; null where it is the file itself, or a
 * package did.
 */
function placeElsewhere(path: string, error: unknown): string | null {
  if (!(error instanceof Error) || error instanceof InputError) return null;
  // A file that cannot be parsed is in no stack: the message ends in a line of its place.
  const [, place] = /\n\s*(\S.*:\d+:\d+)\s*$/.exec(error.message) ?? [];
  if (place !== undefined) return place.startsWith(`${path}:`) ? null : userPlace(place);
  const [innermost = ''] = (error.stack ?? '').split('\n').filter((line) => line.startsWith('    at '));
  return innermost.includes(path) || /[\\/]node_modules[\\/]/.test(innermost) ? null : userPlace(innermost);
}

/** The line of a file at which an error was made: that of the innermost frame of its stack, or of its syntax error. */
function lineIn(path: string, error: unknown): number | null {
  if (!(error instanceof Error)) return null;
  const file = path.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const found = new RegExp(`${file}:(\\d+)`).exec(`${error.message}\n${error.stack ?? ''}`);
  return found === null ? null : Number(found[1]);
}
