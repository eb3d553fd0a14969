import { InputError } from '../../../core/input-error.ts';

/** Texts that would do something, each in a writing of its own. */
export const HOSTILE: Readonly<Record<string, string>> = {
  'a script': '</script><script>alert(1)</script>',
  'an element': '"\'><img src=x onerror=alert(1)>',
  'the end of a section': ']]>--><!--',
  'a formula': '=HYPERLINK("http://evil")',
  'a sum': '+1',
  'a difference': '-1',
  'a call': '@SUM(1)',
  'a formula behind a tab': '\t=1',
  'a command of a terminal': '\u001b[2J\u001b]0;x\u0007\u009b1m',
  'a turned direction': '\u202egpj\u2066\u200b\ufeff',
  'a line of its own': 'a\n::error::b\r\n\u2028odometer: done',
  'an escape of a runner': '%0A::error::b',
  Markdown: 'a | b `c` **d** [e](http://evil) <b> # _f_ \\',
  'ten thousand letters': 'W'.repeat(10_000),
};

/** All of them in one, which begins a formula, but for what is only long. */
export const EVERYTHING = `=${Object.values(HOSTILE)
  .filter(({ length }) => length < 1000)
  .join(' ')}`;

/** What nobody sees, or what steers where it is written; line ends are none of it. */
export const UNSEEN = /[^\P{C}\n]|[\u2028\u2029]/u;

/** Every text of a value of JSON, names of fields among them, once. */
export function textsOf(json: unknown): string[] {
  const found = new Set<string>();
  renamed(json, (text) => {
    found.add(text);
    return text;
  });
  return [...found];
}

/** A value of JSON whose texts, names of fields among them, are called otherwise. */
export function renamed(json: unknown, name: (text: string) => string): unknown {
  if (typeof json === 'string') return name(json);
  if (Array.isArray(json)) return json.map((one) => renamed(one, name));
  if (typeof json !== 'object' || json === null) return json;
  return Object.fromEntries(Object.entries(json).map(([key, value]) => [name(key), renamed(value, name)]));
}

/** The texts of a file that may be any others: `parse` takes the file where each begins with something else. */
export function freeTexts(json: unknown, parse: (json: unknown) => unknown): string[] {
  return textsOf(json).filter((text) => {
    try {
      parse(renamed(json, (one) => (one === text ? `<\n${one}` : one)));
      return true;
    } catch (error) {
      if (error instanceof InputError) return false;
      throw error;
    }
  });
}

/** A file with something before each of these texts. */
export function prefixed(json: unknown, texts: readonly string[], before: string): unknown {
  const named = new Set(texts);
  return renamed(json, (text) => (named.has(text) ? `${before}${text}` : text));
}
