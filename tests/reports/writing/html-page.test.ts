import { createHash } from 'node:crypto';
import { inflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
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
