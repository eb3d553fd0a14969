import { afterEach, describe, expect, test, vi } from 'vitest';
import type { CommandModule } from 'yargs';
import { commandLine, describeFailure } from '../../../cli/command-line.ts';
import { benchCommand } from '../../../cli/commands/bench.ts';
import { compareCommand } from '../../../cli/commands/learning/compare.ts';
import { trainCommand } from '../../../cli/commands/learning/train.ts';
import { priceCommand } from '../../../cli/commands/price.ts';
import { traceCommand } from '../../../cli/commands/trace.ts';
import { RULE_OPTIONS } from '../../../scenarios/catalog.ts';
import { failureOf, withFlags } from '../../support/sources/command.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

interface Command {
  readonly words: readonly string[];
  readonly module: Pick<CommandModule<object, never>, 'handler'>;
}

const COMMANDS: readonly Command[] = [
  { words: ['trace', 'disk-ring', '--algorithm', 'ff'], module: traceCommand },
  { words: ['train', 'disk-ring', '--algorithm', 'ff'], module: trainCommand },
  { words: ['compare', 'disk-ring', '--out', 'out'], module: compareCommand },
  { words: ['price', 'a.json'], module: priceCommand },
  { words: ['bench', 'a.mjs'], module: benchCommand },
];

/** What the command's handler is given; it is not run. */
async function givenTo({ words, module }: Command, ...args: string[]): Promise<Record<string, unknown>> {
  let given: Record<string, unknown> = {};
  vi.spyOn(module, 'handler').mockImplementation((all) => {
    given = all;
  });
  await commandLine(withFlags(words, ...args)).parseAsync();
  return given;
}

async function refusalOf(command: Command, ...args: string[]): Promise<string> {
  try {
    await givenTo(command, ...args);
  } catch (error) {
    const { text, exitCode } = describeFailure(error, false);
    expect(exitCode).toBe(2);
    return text;
  }
  return '';
}

/** The flags of the command that take a value, as its help lists them: numbers, texts, and words to choose from. */
async function valuedFlags({ words }: Command): Promise<{ flag: string; takes: string }[]> {
  const help = await new Promise<string>((resolve) => {
    commandLine([]).parse([words[0], '--help'], {}, (_error, _args, text) => resolve(text));
  });
  const entries = help.split(/\n(?=\s+(?:-h, )?--)/);
  return entries.flatMap((entry) => {
    const flag = /--([a-z-]+)/.exec(entry)?.[1];
    const takes = /\[(number|string|choices)\b/.exec(entry)?.[1];
    return flag === undefined || takes === undefined ? [] : [{ flag, takes }];
  });
}

/** The flags of each command that take such a value. */
async function flagsThatTake(what: string) {
  const all = COMMANDS.map(async (command) => {
    const flags = (await valuedFlags(command)).filter(({ takes }) => takes === what).map(({ flag }) => flag);
    return { name: command.words[0], flags, command };
  });
  return (await Promise.all(all)).filter(({ flags }) => flags.length > 0);
}

const NUMBERS = await flagsThatTake('number');
const TEXTS = await flagsThatTake('string');
const CHOICES = await flagsThatTake('choices');

test('every option of a rule that is a number is a number flag of every command that runs rules', () => {
  const numbers = RULE_OPTIONS.filter(({ kind }) => kind.form.takes === 'number').map(({ flag }) => flag);
  for (const name of ['trace', 'train', 'compare']) {
    const flags = NUMBERS.find((each) => each.name === name)?.flags;
    expect(flags).toEqual(expect.arrayContaining([...numbers, name === 'compare' ? 'until' : 'batch']));
  }
});

describe.each(NUMBERS)('a number flag of odometer $name', ({ flags, command }) => {
  test.each(['1', '0.5', '1.0', '0x10', '1e2'])('given as %s is that number', async (text) => {
    const given = await givenTo(command, ...flags.flatMap((flag) => [`--${flag}`, text]));
    for (const flag of flags) expect(given[flag], flag).toBe(Number(text));
  });

  test('given twice is refused by its name, in camel case, too', async () => {
    const camelCase = (flag: string) => flag.replace(/-(.)/g, (_, letter) => letter.toUpperCase());
    for (const flag of flags) {
      const refusal = `odometer: --${flag}: is given twice; give it once (see odometer --help)`;
      expect(await refusalOf(command, `--${flag}`, '1', `--${flag}=2`)).toBe(refusal);
      expect(await refusalOf(command, `--${camelCase(flag)}=3`, `--${flag}=1`)).toBe(refusal);
    }
  });

  test.each(['abc', '', ' ', '1,000', '1_000', '2=3', '3 4'])(
    'takes no "%s" for a number, and says what was written',
    async (text) => {
      for (const flag of flags) {
        const kind = flag === 'evaluate-every' ? 'a number or log' : 'a number';
        const refusal = `odometer: --${flag}: must be ${kind}, got ${JSON.stringify(text)}`;
        expect(await refusalOf(command, `--${flag}`, text)).toBe(refusal);
        expect(await refusalOf(command, `--${flag}=${text}`)).toBe(refusal);
      }
    },
  );

  test('has none where it is negated, and is not there where it is not given', async () => {
    const absent = await givenTo(command);
    for (const flag of flags) {
      const kind = flag === 'evaluate-every' ? 'a number or log' : 'a number';
      expect(await refusalOf(command, `--no-${flag}`)).toBe(`odometer: --${flag}: must be ${kind}, got ""`);
      expect(absent[flag], flag).toBeUndefined();
    }
  });

  test('has no flags inside it', async () => {
    expect(await refusalOf(command, `--${flags[0]}.x`, '3')).toContain(`unknown flag: --${flags[0]}.x`);
  });
});

test.each([
  ['1e999', 'Infinity'],
  ['-1', '-1'],
])('a number flag of the value "%s" is refused by its range', async (text, got) => {
  expect(await failureOf('trace', 'disk-ring', '--algorithm', 'ff', '--batch', text)).toEqual({
    text: `odometer: --batch: must be an integer in 1 .. 1048576, got ${got}`,
    exitCode: 2,
  });
  expect(await failureOf('trace', 'disk-ring', '--algorithm', 'ff', '--lr', text)).toEqual({
    text: `odometer: --lr: the learning rate must be a positive number, got ${got}`,
    exitCode: 2,
  });
});

test.each([...NUMBERS, ...TEXTS, ...CHOICES])('$name: a flag of $flags without its value is refused', async (each) => {
  for (const flag of each.flags) {
    if (flag === 'trained') continue;
    expect(await refusalOf(each.command, `--${flag}`)).toBe(
      `odometer: --${flag}: has no value; write one after it (see odometer --help)`,
    );
  }
});

test.each(TEXTS)('$name: a negated text of $flags is refused, or empty for its check', async ({ flags, command }) => {
  for (const flag of flags) {
    const refusal = await refusalOf(command, `--no-${flag}`);
    if (refusal === '') expect([(await givenTo(command, `--no-${flag}`))[flag]].flat(), flag).toEqual(['']);
    else expect(refusal).toBe(`odometer: --${flag}: is empty; name a file or folder (see odometer --help)`);
  }
});
