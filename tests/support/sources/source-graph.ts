import { posix } from 'node:path';

/** Most lines of a file and files of a folder: beyond, it holds two things. */
export const MOST_LINES = 250;
export const MOST_FILES = 12;

/**
 * The circles of imports among files, each as its files in alphabetical order; none where there are none. `imports`
 * gives the files that each file imports; a file that is not among them imports nothing.
 */
export function importCircles(imports: ReadonlyMap<string, readonly string[]>): string[][] {
  const circles: string[][] = [];
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const open: string[] = [];
  const isOpen = new Set<string>();
  // Tarjan's strongly connected components.
  const visit = (file: string): number => {
    const place = order.size;
    order.set(file, place);
    open.push(file);
    isOpen.add(file);
    let low = place;
    for (const target of imports.get(file) ?? []) {
      if (!order.has(target)) low = Math.min(low, visit(target));
      else if (isOpen.has(target)) low = Math.min(low, lowest.get(target) ?? (order.get(target) as number));
    }
    lowest.set(file, low);
    if (low === place) {
      const circle = open.splice(open.indexOf(file));
      for (const member of circle) isOpen.delete(member);
      if (circle.length > 1 || imports.get(file)?.includes(file)) circles.push(circle.sort());
    }
    return low;
  };
  for (const file of imports.keys()) if (!order.has(file)) visit(file);
  return circles;
}

/** Files of more than MOST_LINES lines, one line each; `allowed` are those that may be longer. */
export function longFiles(linesOf: ReadonlyMap<string, number>, allowed: readonly string[]): string[] {
  return [...linesOf]
    .filter(([file, lines]) => lines > MOST_LINES && !allowed.includes(file))
    .map(([file, lines]) => `${file}: ${lines} lines, more than ${MOST_LINES}: split it by what it is about`);
}

/** Folders of more than MOST_FILES files, one line each; `allowed` are those that may have more. */
export function fullFolders(files: readonly string[], allowed: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const file of files) {
    const folder = posix.dirname(file);
    counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  return [...counts]
    .filter(([folder, count]) => count > MOST_FILES && !allowed.includes(folder))
    .map(([folder, count]) => `${folder}: ${count} files, more than ${MOST_FILES}: give some of them a room`);
}
