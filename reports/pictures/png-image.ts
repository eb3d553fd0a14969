import { InputError } from '../../core/input-error.ts';
import { UNITS } from '../charts/drawn/log-plot.ts';

/** Pixels of the image a pixel of the drawing, so that it is sharp on any screen. */
const ZOOM = 2;
const PROBE = '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"><text x="0" y="16">M</text></svg>';

/** What is taken where a system has none of the fonts that a drawing names. */
const FONT = { defaultFontFamily: 'DejaVu Sans' };

/** An SVG file as a PNG image of twice its size, drawn with the fonts of the system. */
export async function pngOf(svg: string): Promise<Uint8Array> {
  const { Resvg } = await import('@resvg/resvg-js');
  return new Resvg(withWideLines(svg), { font: FONT, fitTo: { mode: 'zoom', value: ZOOM } }).render().asPng();
}

/**
 * The same drawing for a program that knows no `vector-effect`: lines in stretched coordinates, which would shrink with these, are
 * as much wider.
 */
export function withWideLines(svg: string): string {
  const wider = (list: string): string =>
    list
      .split(' ')
      .map((length) => UNITS * Number(length))
      .join(' ');
  return svg.replace(/<path class="line"[^>]*>/g, (path) =>
    path.replace(
      /(stroke-width|stroke-dasharray)="([^"]*)"/g,
      (_, name: string, list: string) => `${name}="${wider(list)}"`,
    ),
  );
}

/** Throws InputError, beginning with `flag`, where the system has no font to draw text with: images would be without. */
export async function requireFonts(flag: string): Promise<void> {
  const { Resvg } = await import('@resvg/resvg-js');
  if (new Resvg(PROBE, { font: FONT }).render().pixels.every((part) => part === 0)) {
    throw new InputError(
      `${flag}: the system has no font to draw text in PNG images with; install one, such as fonts-dejavu-core`,
    );
  }
}
