import { pngOf } from './png-image.ts';

/** Charts as files by name, each as SVG and as PNG. */
export type ChartImages = ReadonlyMap<string, string | Uint8Array>;

/** SVG files and what each shows, with a PNG image beside each, under names that files may have. */
export async function withImages(svgs: readonly (readonly [what: string, svg: string])[]): Promise<ChartImages> {
  const files = new Map<string, string | Uint8Array>();
  for (const [what, svg] of svgs) {
    const name = freeName(what, files);
    files.set(`${name}.svg`, svg).set(`${name}.png`, await pngOf(svg));
  }
  return files;
}

/** A name of letters, digits, points and hyphens that no other file has: what users name has any. */
function freeName(what: string, taken: ChartImages): string {
  const plain = what.replace(/[^\w.-]+/g, '-').slice(0, 100);
  let free = plain;
  for (let count = 2; taken.has(`${free}.svg`); count++) free = `${plain}-${count}`;
  return free;
}
