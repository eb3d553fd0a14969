import { describe, expect, test } from 'vitest';
import { commandLine, describeFailure } from '../../cli/command-line.ts';
import { InputError } from '../../core/input-error.ts';

/** What a command line comes to: the failure's text and exit code, or undefined when the command succeeds. */
async function failureOf(args: string[], handler: () => void | Promise<void> = () => {}) {
  const addTo = (parser: ReturnType<typeof commandLine>) =>
    parser.command(
      'weigh <file>',
      'a command of this test',
      (yargs) =>
        yargs
          .option('unit', { choices: ['byte', 'element'], requiresArg: true })
          .option('size', { type: 'number' })
          .option('save', { type: 'string' }),
      handler,
    );
  try {
    await addTo(commandLine(args)).parseAsync();
    return undefined;
  } catch (error) {
    return describeFailure(error, false);
  }
}

describe('a refused command line is one line and exit code 2', () => {
  test.each([
    ['', 'odometer: name a command (see odometer --help)'],
    ['wiegh a', 'odometer: unknown command: wiegh (see odometer --help)'],
    ['tracee a --sise 3', 'odometer: unknown command: tracee; did you mean trace? (see odometer --help)'],
    ['weigh', 'odometer: a file is missing; name one (see odometer --help)'],
    ['weigh a b', 'odometer: unknown argument: b (see odometer --help)'],
    ['weigh a b c', 'odometer: unknown arguments: b, c (see odometer --help)'],
    ['weigh a -z', 'odometer: unknown argument: -z (see odometer --help)'],
    ['weigh a --sise 3', 'odometer: unknown flag: --sise; did you mean --size? (see odometer --help)'],
    ['weigh a --unit bit', 'odometer: --unit: got "bit"; choose byte, element (see odometer --help)'],
    ['weigh a a\u001b[2J', 'odometer: unknown argument: a\\u001b[2J (see odometer --help)'],
    ['weigh -', 'odometer: -: names no file; name one, such as /dev/stdin (see odometer --help)'],
    ['weigh a --save=', 'odometer: --save: is empty; name a file or folder (see odometer --help)'],
    ['weigh a --save=\u3000', 'odometer: --save: is empty; name a file or folder (see odometer --help)'],
    ['weigh a --unit byte --unit bit', 'odometer: --unit: is given twice; give it once (see odometer --help)'],
    ['weigh a --json --no-json', 'odometer: --json: is given twice; give it once (see odometer --help)'],
    ['weigh a --save', 'odometer: --save: is empty; name a file or folder (see odometer --help)'],
  ])('odometer %s', async (line, text) => {
    const failure = await failureOf(line.split(' ').filter(Boolean));
    expect(failure).toEqual({ text, exitCode: 2 });
  });
});

describe('an unknown flag is told before what seems to be missing or wrong beside it, as it was typed', () => {
  test.each([
    ['weigh --foo', '--foo'],
    ['weigh a --unit bit --foo 3 --no-bar=x', '--foo, --no-bar'],
    ['weigh a --fooBar 3', '--fooBar'],
    ['sweep --foo', '--foo'],
    ['price --foo', '--foo'],
    ['compare --preset none --foo', '--foo'],
    ['trace label-in-input --batch 0 --foo', '--foo'],
  ])('odometer %s', async (line, flags) => {
    const named = flags.includes(', ') ? `flags: ${flags}` : `flag: ${flags}`;
    expect((await failureOf(line.split(' ')))?.text).toBe(`odometer: unknown ${named} (see odometer --help)`);
  });
});

test.each([
  ['sweep', '--task and --out: are missing; add them'],
  ['compare', '--out: is missing; add it'],
  ['weigh a --unit', '--unit: has no value; write one after it'],
])('odometer %s says which flags lack', async (line, message) => {
  expect((await failureOf(line.split(' ')))?.text).toBe(`odometer: ${message} (see odometer --help)`);
});

describe('an error of the command', () => {
  const throwing = (error: Error) => [
    () => {
      throw error;
    },
    async () => {
      throw error;
    },
  ];

  test.each(throwing(new InputError('a.json: line 3: expected a number')))('bad input exits 2', async (handler) => {
    expect(await failureOf(['weigh', 'a'], handler)).toEqual({
      text: 'odometer: a.json: line 3: expected a number',
      exitCode: 2,
    });
  });

  test.each(throwing(new RangeError('internal: depth 0')))('anything else exits 1', async (handler) => {
    expect(await failureOf(['weigh', 'a'], handler)).toEqual({ text: 'odometer: internal: depth 0', exitCode: 1 });
  });

  test('carries its stack only when debugging', () => {
    const error = new RangeError('internal: depth 0');
    expect(describeFailure(error, false).text).not.toContain('command-line.test');
    expect(describeFailure(error, true).text).toContain('command-line.test');
    expect(describeFailure(new RangeError('\u0007'), true).text).not.toContain('\u0007');
  });
});

test('a good command line runs its command', async () => {
  let runs = 0;
  const count = () => {
    runs += 1;
  };
  expect(await failureOf(['weigh', 'a', '--unit', 'byte'], count)).toBeUndefined();
  expect(runs).toBe(1);
});

test('a text from outside is quoted up to 80 characters, and no message is longer than a screen', async () => {
  const long = 'x'.repeat(1_000_000);
  const { text: bytes } = (await failureOf(['price', 'tests/vectors/a_examples.json', '--bytes', long])) ?? {
    text: '',
  };
  expect(bytes).toBe(
    `odometer: --bytes: "${'x'.repeat(80)}…" is not an integer in 1 .. 1048576; give a list like 1,2,4,8`,
  );
  const { text } = describeFailure(new InputError(`${long}: no such file; name another`), false);
  expect(text).toBe(
    `odometer: ${'x'.repeat(800)} … ${'x'.repeat(200 - ': no such file; name another'.length)}: no such file; name another`,
  );
});
