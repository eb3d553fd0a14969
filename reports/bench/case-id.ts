/** Between the file of a case and its label, in its id. A label has no `>` in it, a path may. */
const SEPARATOR = ' > ';

/** `FILE > NAME n=64`: what a case is called in a run. */
export function idOfCase(file: string, label: string): string {
  return `${file}${SEPARATOR}${label}`;
}

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
