import { stripVTControlCharacters } from 'node:util';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { describeFailure } from '../../cli/command-line.ts';
import { HANDED_FILES } from '../support/hostile/handed-files.ts';
import { EVERYTHING, freeTexts, prefixed, textsOf, UNSEEN } from '../support/hostile/hostile-texts.ts';

vi.spyOn(process.stderr, 'write').mockReturnValue(true);
afterAll(() => vi.restoreAllMocks());

/** Elements that a text brings with it; those of drawings and tables are as many as it has room for. */
const BROUGHT = /<(?!\/?(text|tspan|line|rect|path|g|title)\b)[!/?\w]+/g;

/** What in Markdown is ours: folds, small print, bold ratios; and what is masked. */
const OUR_MARKDOWN = /<\/?(details|summary|sub)>|\*\*|\\[\\`*_[\]<>|#]/g;

describe.each(Object.entries(HANDED_FILES))('%s', (_, { json, parse, written }) => {
  const file: unknown = JSON.parse(json);
  const free = freeTexts(file, (one) => parse(one, 'a file'));
  const fixed = textsOf(file).filter((text) => !free.includes(text));

  test('says in one line what must not be called otherwise', () => {
    expect(fixed.length).toBeGreaterThan(5);
    for (const text of fixed) {
      let said = '';
      try {
        parse(prefixed(file, [text], EVERYTHING), 'a file');
      } catch (error) {
        const { text: line, exitCode } = describeFailure(error, false);
        expect(exitCode, line).toBe(2);
        said = line;
      }
      expect(said, text).toMatch(/^odometer: a file: .{10,1200}$/);
      expect(said).not.toMatch(UNSEEN);
    }
  });

  test('shows whatever it is called, which does nothing', async () => {
    const harmless = await written(prefixed(file, free, 'x'));
    for (const [name, text] of await written(prefixed(file, free, EVERYTHING))) {
      expect(doings(name, text, harmless.get(name) ?? ''), name).toEqual([]);
    }
  });
});

/** What a text does that is made of hostile names: where, a line each. `harmless` is the same of other names. */
function doings(name: string, text: string, harmless: string): string[] {
  const shown = name === 'terminal' ? stripVTControlCharacters(text) : text;
  const found = (what: string, pattern: RegExp, of = shown): string[] => {
    const { index } = pattern.exec(of) ?? {};
    return index === undefined ? [] : [`${what}: ${JSON.stringify(of.slice(Math.max(0, index - 60), index + 60))}`];
  };
  const brought = (of: string) => String(of.match(BROUGHT)?.sort());
  const lines = (of: string) => of.split('\n').length;
  return [
    ...found('unseen', UNSEEN),
    ...found('a line of its own', /^(::error|odometer: done)/m),
    ...(/html|svg/.test(name) && brought(shown) !== brought(harmless) ? ['brings an element'] : []),
    ...(/csv|md/.test(name) && lines(shown) !== lines(harmless) ? ['brings a line'] : []),
    ...(/csv/.test(name) ? found('a formula', /(^|,)"?[=+\-@\t]/m) : []),
    ...(/md/.test(name) ? found('Markdown', /[<`*[]/, shown.replaceAll(OUR_MARKDOWN, '')) : []),
  ];
}
