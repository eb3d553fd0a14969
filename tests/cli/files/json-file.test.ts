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
    expect(() => readJsonFile(written('middle.json', '{"a": x}'))).toThrow(/not valid JSON: [^;]*; write or fetch it/);
  });
});
