import { createHash } from 'node:crypto';
import { inflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { anchor, unbroken } from '../../../reports/writing/html.ts';
import { htmlPage } from '../../../reports/writing/html-page.ts';

const page = { title: 'A <page>', style: 'p { color: red; }', main: '<p>x</p>' };

test('no script may run but the one that the page is given, by its hash', () => {
  expect(htmlPage(page)).toContain(`content="default-src 'none'; style-src 'unsafe-inline'">`);
  const html = htmlPage({ ...page, script: "document.title = 'a && b';" });
  const [, script] = /<script>(.*?)<\/script>/s.exec(html) ?? [];
  expect(script).toBe("document.title = 'a && b';");
  const hash = createHash('sha256').update(script).digest('base64');
  expect(html).toContain(`style-src 'unsafe-inline'; script-src 'sha256-${hash}'">`);
});

test('data is in the page as it is, or packed, and can be had back', () => {
  const json = JSON.stringify({ name: '</script>é', list: new Array(1000).fill(12) });
  const carried = (isPacked: boolean) => {
    const html = htmlPage({ ...page, data: { id: 'made-of', json, isPacked } });
    return / id="made-of">(.*?)<\/script>/s.exec(html)?.[1] ?? '';
  };
  expect(JSON.parse(carried(false))).toEqual(JSON.parse(json));
  expect(inflateRawSync(Buffer.from(carried(true), 'base64')).toString()).toBe(json);
  expect(carried(true).length).toBeLessThan(json.length / 4);
});

test('no figure is parted from its unit', () => {
  expect(unbroken('29 % of 4.83 trillion, 321 KB or 7 B, 26.2 mJ; 5 networks, 12 Balls')).toBe(
    '29\u00a0% of 4.83\u00a0trillion, 321\u00a0KB or 7\u00a0B, 26.2\u00a0mJ; 5 networks, 12 Balls',
  );
});

test('a title is as long as a tab has room for, and no entity of it is cut', () => {
  const titled = (title: string): string =>
    /<title>(.*)<\/title>/.exec(htmlPage({ title, style: '', main: '' }))?.[1] ?? '';
  expect(titled('Data moved by "ff" & bp')).toBe('Data moved by &quot;ff&quot; &amp; bp');
  expect(titled('a'.repeat(70))).toBe('a'.repeat(70));
  expect(titled('a'.repeat(71))).toBe(`${'a'.repeat(69)}…`);
  expect(titled(`${'a'.repeat(66)}&&&`)).toBe(`${'a'.repeat(66)}…`);
});

test('a place is the id where that may stand in an address as it is, and else in letters that may', () => {
  expect(anchor('label-in-input')).toBe('label-in-input');
  expect(['a b', 'a_b', '<a b>', '1', '\u202ea'].map(anchor)).toEqual([
    'a_20_b',
    'a_b',
    'id_3c_a_20_b_3e_',
    'id1',
    'id_202e_a',
  ]);
});
