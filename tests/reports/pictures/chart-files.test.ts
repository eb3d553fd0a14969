import { expect, test } from 'vitest';
import { SCHEMES, withColours } from '../../../reports/charts/colour-scheme.ts';
import { chartFiles } from '../../../reports/pictures/chart-files.ts';
import { withImages } from '../../../reports/pictures/chart-images.ts';
import { factorPicture } from '../../../reports/pictures/factor-picture.ts';
import { withWideLines } from '../../../reports/pictures/png-image.ts';
import { contests } from '../../../reports/verdict/factors.ts';
import { handMadeTrainedResults } from '../../support/results/hand-made-training.ts';

const PNG = [0x89, 0x50, 0x4e, 0x47];
const results = handMadeTrainedResults();
const files = await chartFiles(results);
const svgs = [...files].filter(([name]) => name.endsWith('.svg')).map(([name, text]) => [name, String(text)] as const);

test('every chart is there as SVG and as PNG, named for the scenario and what it shows', () => {
  const names = [...files.keys()];
  expect(names).toEqual(expect.arrayContaining(['factors.svg', 'factors.png', 'toy-icicle.svg', 'toy-error.png']));
  expect(names.length).toBe(2 * svgs.length);
  for (const [name] of svgs) expect(names).toContain(name.replace('.svg', '.png'));
});

test.each(svgs)('%s needs nothing beside it: its colours are in it, texts of the results are shown', (_, svg) => {
  expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" width="\d+" height="\d+" viewBox="0 0 \d+ \d+" /);
  expect(svg).not.toMatch(/var\(|currentColor|Canvas|@media|NaN|undefined|<b>|url\(|href/);
  expect(svg.match(/<svg/g)?.length).toBe(svg.match(/<\/svg>/g)?.length);
});

test('images are twice as large as drawings, and not empty', () => {
  for (const [name, svg] of svgs) {
    const image = Buffer.from(files.get(name.replace('.svg', '.png')) ?? '');
    const [, width, height] = /width="(\d+)" height="(\d+)"/.exec(svg) ?? [];
    expect([...image.subarray(0, 4)], name).toEqual(PNG);
    expect([image.readUInt32BE(16), image.readUInt32BE(20)], name).toEqual([2 * Number(width), 2 * Number(height)]);
    expect(image.length, name).toBeGreaterThan(2000);
  }
});

test('the bars are drawn in the colours of a scheme, wide or for a phone', () => {
  const [first, ...others] = contests(results.scenarios);
  const [light, dark] = (['light', 'dark'] as const).map((scheme) => factorPicture([first, ...others], scheme));
  expect(light).toContain(`fill="${SCHEMES.light.paper}"`);
  expect(dark).toContain(`fill="${SCHEMES.dark.paper}"`);
  expect(dark).toContain(`.factors rect.reads { fill: ${SCHEMES.dark.reads};`);
  expect(factorPicture([first, ...others], 'dark', true)).toMatch(/width="400"/);
  expect(() => withColours('a { fill: var(--none) }', 'light')).toThrow('no colour is called none');
});

test('lines of images are as wide as those of drawings, dashes as long', () => {
  const line = (width: string, dashes: string) =>
    `<svg><path class="line" d="M0 0l5 5" stroke-width="${width}" stroke-dasharray="${dashes}"/><path stroke-width="2"/></svg>`;
  expect(withWideLines(line('2.6', '7 3'))).toBe(line('26', '70 30'));
});

test('charts of one name are files of their own, under names that files may have', async () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>';
  expect([
    ...(
      await withImages([
        ['a/../b: c', svg],
        ['a b', svg],
        ['a/b', svg],
      ])
    ).keys(),
  ]).toEqual(['a-..-b-c', 'a-b', 'a-b-2'].flatMap((name) => [`${name}.svg`, `${name}.png`]));
});
