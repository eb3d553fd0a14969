import { InputError } from '../../core/input-error.ts';

/** Blocks of a page that are written from committed figures, by the name in their markers. */
export type BlockName =
  | 'answer'
  | 'results'
  | 'uncounted'
  | 'documented run'
  | 'answers'
  | 'models'
  | 'protocol'
  | 'robustness'
  | 'speed';

/** The block between the markers of a page; null where there are none. Throws InputError where one is missing. */
export function blockIn(readme: string, name: BlockName = 'results'): string | null {
  const place = placeIn(readme, name);
  return place === null ? null : readme.slice(place.start, place.end).trim();
}

/** The page with this block between its markers. Throws InputError without markers. */
export function withBlock(readme: string, block: string, name: BlockName = 'results'): string {
  const place = placeIn(readme, name);
  if (place === null) throw new InputError(`the page has no line ${begin(name)}; add it, and ${end(name)} below`);
  return `${readme.slice(0, place.start)}\n${block}\n${readme.slice(place.end)}`;
}

function placeIn(readme: string, name: BlockName): { start: number; end: number } | null {
  const from = readme.indexOf(begin(name));
  const to = readme.indexOf(end(name));
  if (from < 0 && to < 0) return null;
  if (from < 0 || to < from) throw new InputError(`the page must have ${begin(name)} and then ${end(name)}`);
  return { start: from + begin(name).length, end: to };
}

function begin(name: BlockName): string {
  return `<!-- ${name} -->`;
}

function end(name: BlockName): string {
  return `<!-- /${name} -->`;
}
