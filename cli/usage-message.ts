import { didYouMean } from '../core/input-error.ts';

/** The flags of a command line in their order, `--no-json=x` as `--no-json` and its name json; what comes after `--` is none. */
export function writtenFlags(written: readonly string[]): { name: string; text: string }[] {
  const end = written.indexOf('--');
  return (end < 0 ? written : written.slice(0, end)).flatMap((argument) => {
    const [, text, name] = /^(--(?:no-)?([A-Za-z][^=]*))/.exec(argument) ?? [];
    return name === undefined ? [] : [{ name, text }];
  });
}

/** A command line, and what the parser knows of it. */
export interface RefusedLine {
  readonly written: readonly string[];
  /** The word at the place of the command; missing: there is none. */
  readonly command: string | undefined;
  /** Names of the flags that the command has, in kebab and in camel case. */
  readonly known: readonly string[];
  readonly commands: readonly string[];
}

const UNKNOWN = /^Unknown (?:argument|command)s?: (.*)$/s;

/**
 * What a command line has that is not known: the command, or else flags, as they are typed, or else what `message` of the
 * parser names; null: nothing. It goes before all else that the parser has to say, which may follow from it.
 */
export function unknownIn({ written, command, known, commands }: RefusedLine, message: string): string | null {
  const [, named] = UNKNOWN.exec(message) ?? [];
  if (command !== undefined && named?.split(', ').includes(command)) {
    return `unknown command: ${command}${didYouMean(command, commands)}`;
  }
  const flags = [...new Set(writtenFlags(written).flatMap(({ name, text }) => (known.includes(name) ? [] : [text])))];
  if (flags.length > 0) {
    const kebab = known.filter((name) => !/[A-Z]/.test(name)).map((name) => `--${name}`);
    return `unknown flag${flags.length === 1 ? '' : 's'}: ${flags.join(', ')}${didYouMean(flags[0], kebab)}`;
  }
  if (named === undefined) return null;
  const names = named.split(', ').map((name) => (written.includes(`-${name}`) ? `-${name}` : name));
  return `unknown argument${names.length === 1 ? '' : 's'}: ${names.join(', ')}`;
}

/** A message of the parser with flags as they are typed, and what to do; others are as they are. */
export function usageMessage(message: string): string {
  const [, missing] = /^Missing required arguments?: (.*)$/s.exec(message) ?? [];
  if (missing !== undefined) {
    const flags = missing.split(', ').map((name) => `--${name}`);
    return flags.length === 1 ? `${flags[0]}: is missing; add it` : `${flags.join(' and ')}: are missing; add them`;
  }
  const [, got, least] = /^Not enough non-option arguments: got (\d+), need at least (\d+)$/.exec(message) ?? [];
  if (least !== undefined) {
    // All that commands cannot do without are files.
    return Number(least) === 1 ? 'a file is missing; name one' : `${least} files are needed, got ${got}; name them all`;
  }
  const [, bare] = /^Not enough arguments following: (.*)$/s.exec(message) ?? [];
  if (bare !== undefined) return `--${bare}: has no value; write one after it`;
  const [, flag, given, choices] = /Argument: (.*?), Given: (.*?), Choices: (.*)/.exec(message) ?? [];
  return flag === undefined ? message : `--${flag}: got ${given}; choose ${choices.replaceAll('"', '')}`;
}
