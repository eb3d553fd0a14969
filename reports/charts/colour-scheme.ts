/** The colours of a page or a drawing, by what they are for: light, as on paper, and dark. */
export const SCHEMES = {
  light: {
    ink: '#1b1f24',
    faint: '#57606a',
    line: '#d8dee4',
    wash: '#f6f8fa',
    accent: '#0072b2',
    paper: '#fff',
    row: '#eaeef2',
    updates: '#0b5c94',
    'on-updates': '#fff',
    reads: '#8fbde0',
    'reads-line': '#5b93bd',
    'on-reads': '#10283b',
    cost: '#dce9f3',
    saving: '#17855a',
    'less-1': '#e2f3ea',
    'less-2': '#bfe5d1',
    'less-3': '#9ad6b8',
    'more-1': '#eef4f9',
    'more-2': '#d9e7f3',
    'more-3': '#bdd6ea',
    'more-4': '#9cc2e0',
  },
  dark: {
    ink: '#e6edf3',
    faint: '#9aa4af',
    line: '#30363d',
    wash: '#161b22',
    accent: '#6cb6ff',
    paper: '#0d1117',
    row: '#262c34',
    updates: '#2f7fbd',
    'on-updates': '#fff',
    reads: '#1f4a6b',
    'reads-line': '#5b9ccc',
    'on-reads': '#e6edf3',
    cost: '#16283a',
    saving: '#35b883',
    'less-1': '#10291f',
    'less-2': '#144030',
    'less-3': '#175a41',
    'more-1': '#131d29',
    'more-2': '#16293d',
    'more-3': '#1a3a58',
    'more-4': '#1f4d77',
  },
} as const satisfies Record<string, Readonly<Record<string, string>>>;

export type SchemeName = keyof typeof SCHEMES;

/** The colours as variables of a style sheet: `--ink: #1b1f24; …` */
export function schemeVariables(name: SchemeName): string {
  return Object.entries(SCHEMES[name])
    .map(([variable, colour]) => `--${variable}: ${colour};`)
    .join(' ');
}

/** Rules of a style sheet with the colours in place of variables, of `currentColor` and of `Canvas`. Throws an internal error on others. */
export function withColours(css: string, name: SchemeName): string {
  const colours: Readonly<Record<string, string>> = SCHEMES[name];
  return css
    .replace(/var\(--([\w-]+)\)/g, (_, variable: string) => {
      const colour = colours[variable];
      if (colour === undefined) throw new Error(`internal: no colour is called ${variable}`);
      return colour;
    })
    .replace(/\bcurrentColor\b/g, colours.ink)
    .replace(/\bCanvas\b/g, colours.paper);
}
