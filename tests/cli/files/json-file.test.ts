import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readJsonFile } from '../../../cli/files/json-file.ts';
import { InputError } from '../../../core/input-error.ts';

const folder = mkdtempSync(join(tmpdir(), 'odometer-json-'));
afterAll(() => rmSync(folder, { recursive: true }));

function written(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

test('a mark before UTF-8 text is passed over', () => {
  expect(readJsonFile(written('bom.json', '\ufeff{"a": "ü"}'))).toEqual({ a: 'ü' });
});

test.skipIf(process.platform === 'win32')('a pipe is read to its end', async () => {
  const pipe = join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  const value = { text: 'x'.repeat(3e6) };
  const source = written('long.json', JSON.stringify(value));
  const writer = spawn('sh', ['-c', 'cat "$1" > "$2"', 'sh', source, pipe]);
  expect(readJsonFile(pipe)).toEqual(value);
  await once(writer, 'exit');
});

describe('a file that is no JSON is refused with what it is', () => {
  const sparse = written('sparse.json', '');
  truncateSync(sparse, 3e9);
  test.each<[string, string, string]>([
    [
      'cut',
      written('cut.json', '{"a": [1,'),
      'not valid JSON: Unexpected end of JSON input; the file may be truncated, ',
    ],
    ['cut in a text', written('text.json', '{"a": "b'), 'the file may be truncated, write or fetch it again'],
    ['of UTF-16 text', written('utf16.json', Buffer.from('\ufeff{}', 'utf16le')), 'is UTF-16 text; save it as UTF-8'],
    ['with a byte of 0', written('zero.json', '{}\0'), 'is no text, byte 2 is 0; name a JSON file'],
    ['too large', sparse, 'is larger than 536870888 bytes, the most that can be read; give a smaller file'],
    ...(existsSync('/dev/zero')
      ? [['without an end', '/dev/zero', 'is no text, byte 0 is 0'] as [string, string, string]]
      : []),
  ])('%s', (_, path, message) => {
    const read = () => readJsonFile(path);
    expect(read).toThrow(InputError);
    expect(read).toThrow(`${path}: `);
    expect(read).toThrow(message);
  });

  test('wrong in the middle, which is not called truncated', () => {
    expect(() => readJsonFile(written('middle.json', '{"a": x}'))).toThrow(
      /middle\.json: line 1: not valid JSON: [^;]*; write or fetch it/,
    );
  });

  test.each([
    ['a comma before the end of an object', '{"a": 1,\n"b": 2,\n}', 3],
    ['a comma before the end of a list', '[1,\n2,\n]\n', 3],
    ['no comma between names', '{"a": [1, {"b": null}]\n"c": 2}', 2],
    ['no comma between values', '[true\nfalse]', 2],
    ['no colon', '{"a"\n1}', 2],
    ['a value for a name', '{\n1: 2}', 2],
    ['the end of a list for that of an object', '{"a": 1\n\n]', 3],
    ['more than one value', '{}\n{}', 2],
    ['a number of no form', '{"a": [-1.5e3, 0,\n01]}', 2],
    ['a word that is none', '[1,\n undefined]', 2],
    ['a text with an escape that is none', '["\\u00e9\\n",\n"\\x"]', 2],
    ['a comment', '{\n// of what\n"a": 1}', 2],
  ])('%s, with its line', (_, text, line) => {
    expect(() => readJsonFile(written('mistake.json', text))).toThrow(`mistake.json: line ${line}: not valid JSON: `);
  });

  test.each([
    ['README.md', '\n # A kernel\n', 'is no JSON, it begins with "# A kernel"; name a trace'],
    ['empty.json', ' \n', 'is empty; name a trace'],
  ])('and was never meant to be it: %s', (name, text, message) => {
    const path = written(name, text);
    expect(() => readJsonFile(path, 'a trace')).toThrow(`${path}: ${message}`);
  });
});
