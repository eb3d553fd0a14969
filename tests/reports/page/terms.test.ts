import { expect, test } from 'vitest';
import { definitions, withTerms } from '../../../reports/page/sections/terms.ts';

test('each word that is defined is a button, once in a text, and leads to what it means', () => {
  const html = withTerms('The cold cost at a depth, cold again: ByteDMD');
  expect(html.replaceAll(/<[^>]*>/g, '')).toBe('The cold cost at a depth, cold again: ByteDMD');
  const buttons = [...html.matchAll(/popovertarget="(word-\d+)">([^<]*)</g)];
  expect(buttons.map(([, , word]) => word)).toEqual(['cold', 'depth', 'ByteDMD']);
  for (const [, id] of buttons) expect(definitions()).toContain(`id="${id}" popover>`);
});

test('the longest of several words is the one, and parts of words are none', () => {
  expect(withTerms('the least in any order')).toContain('>least in any order</button>');
  expect(withTerms('scolding, deeper, pre-update')).not.toContain('<button');
});

test('texts from outside are shown, not obeyed', () => {
  expect(withTerms('<b>cold & "eager"</b>')).toMatch(/^&lt;b&gt;<button [^>]*>cold<\/button> &amp; &quot;<button/);
});
