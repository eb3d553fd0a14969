import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkMarkdown } from '../../../reports/gate/writings/check-markdown.ts';
import { madeCheck } from '../../support/results/hand-made-bench.ts';
import { ACTION, actionScripts } from '../../support/sources/action-steps.ts';

const scripts = actionScripts();
const CHANGED = checkMarkdown(madeCheck({ a: {} }, { a: { reads: 11 } }), null);
const SAME = checkMarkdown(madeCheck({ a: {} }, { a: {} }), null);
const MARKER = '<!-- odometer-check/1 baseline=odometer.baseline.txt ';

/** Notes how it was called, writes the report that the test put beside it, and ends as the test says. */
const NPX = `#!/bin/sh
printf '%s\\n' "$@" > "$STUBS/npx.args"
report=''
while [ $# -gt 0 ]; do if [ "$1" = --markdown ]; then report="$2"; fi; shift; done
if [ -f "$STUBS/report.md" ]; then cp "$STUBS/report.md" "$report"; fi
exit "\${NPX_EXIT:-0}"
`;
/** Notes its calls, a line each; lists the comments that the test names; refuses the methods that it names. */
const GH = `#!/bin/sh
echo "$@" >> "$STUBS/gh.calls"
case "$*" in *"\${GH_REFUSES:-nothing at all}"*) echo 'HTTP 403' >&2; exit 1;; esac
case "$*" in *--paginate*) printf '%s' "$GH_IDS"; printf '%s' "$MARKER" > "$STUBS/gh.marker";; esac
`;

let stubs: string;
beforeEach(() => {
  stubs = mkdtempSync(join(tmpdir(), 'odometer-action-'));
  for (const [name, script] of Object.entries({ npx: NPX, gh: GH })) {
    writeFileSync(join(stubs, name), script);
    chmodSync(join(stubs, name), 0o755);
  }
});
afterEach(() => rmSync(stubs, { recursive: true }));

const at = (name: string): string => join(stubs, name);
const read = (name: string): string => (existsSync(at(name)) ? readFileSync(at(name), 'utf8') : '');

/** Runs the script of a step as GitHub does. */
function step(name: string, env: Record<string, string>): { status: number | null; stdout: string } {
  writeFileSync(at('script.sh'), scripts[name]);
  const { status, stdout } = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', at('script.sh')], {
    encoding: 'utf8',
    env: {
      PATH: `${stubs}:${process.env.PATH}`,
      STUBS: stubs,
      RUNNER_TEMP: stubs,
      GITHUB_STEP_SUMMARY: at('summary.md'),
      GITHUB_OUTPUT: at('outputs'),
      ...env,
    },
  });
  return { status, stdout };
}

describe.skipIf(process.platform === 'win32')('the action', () => {
  describe('checks', () => {
    const check = (env: Record<string, string> = {}) =>
      step('Check', { FILES: '', BASELINE: 'odometer.baseline.txt', ...env });

    test('and gives its Markdown to the summary, also where the check fails, which is told at the end', () => {
      writeFileSync(at('report.md'), CHANGED);
      expect(check({ NPX_EXIT: '1' }).status).toBe(0);
      expect(read('summary.md')).toBe(CHANGED);
      expect(read('outputs')).toBe(`status=1\nreport=${at('odometer-check.md')}\n`);
      expect(step('Outcome', { STATUS: '1' }).status).toBe(1);
      expect(step('Outcome', { STATUS: '0' }).status).toBe(0);
    });

    test('says in the summary where it did not come to figures, and forgets an older report', () => {
      writeFileSync(at('odometer-check.md'), CHANGED);
      expect(check({ NPX_EXIT: '2' }).status).toBe(0);
      expect(read('summary.md')).toBe('odometer check did not come to figures (exit code 2); the log says why.\n');
      expect(read('outputs')).toBe('status=2\nreport=\n');
    });

    test('what its inputs name, each line one file, whatever is in it', () => {
      writeFileSync(at('report.md'), SAME);
      check({ FILES: 'kernels\n\nmy kernels/$(touch hit) *.ts\n', BASELINE: 'my baseline.txt' });
      const report = at('odometer-check.md');
      const flags = ['--baseline', 'my baseline.txt', '--markdown', report];
      const files = ['kernels', 'my kernels/$(touch hit) *.ts'];
      expect(read('npx.args').trimEnd().split('\n')).toEqual(['--no-install', 'odometer', 'check', ...flags, ...files]);
      check();
      expect(read('npx.args').trimEnd().split('\n').at(-1)).toBe(report);
    });
  });

  describe('comments', () => {
    const comment = (report: string, env: Record<string, string> = {}) => {
      writeFileSync(at('report.md'), report);
      return step('Comment', { REPOSITORY: 'one/two', NUMBER: '7', REPORT: at('report.md'), GH_IDS: '', ...env });
    };
    const calls = (): string[] => read('gh.calls').trimEnd().split('\n').slice(1);

    test('where a figure changed', () => {
      expect(comment(CHANGED).status).toBe(0);
      expect(calls()).toEqual([`api --silent -X POST repos/one/two/issues/7/comments -F body=@${at('report.md')}`]);
      expect(read('gh.marker')).toBe(MARKER);
      expect(CHANGED.startsWith(MARKER)).toBe(true);
    });

    test('not where none did', () => {
      expect(comment(SAME).status).toBe(0);
      expect(calls()).toEqual([]);
    });

    test.each([
      ['changed', CHANGED],
      ['are as they were', SAME],
    ])('once: the comment that is there is written anew where figures %s', (_, report) => {
      comment(report, { GH_IDS: '41\n52\n' });
      expect(calls()).toEqual([`api --silent -X PATCH repos/one/two/issues/comments/41 -F body=@${at('report.md')}`]);
    });

    test.each(['--paginate', 'POST'])('nothing where the token does not allow it (%s), without failing', (refused) => {
      const { status, stdout } = comment(CHANGED, { GH_REFUSES: refused });
      expect(status).toBe(0);
      expect(stdout).toMatch(/^::notice::No comment was written: .*; the job's summary has the same text\.\n$/);
    });
  });
});

test('no script of the action has an expression in it, which what others wrote could end', () => {
  expect(Object.keys(scripts)).toEqual(['Check', 'Comment', 'Outcome']);
  for (const script of Object.values(scripts)) expect(script).not.toContain('${{');
});

test('every input of the action is used, and every input that is used is there', () => {
  const used = new Set([...ACTION.matchAll(/inputs\.([\w-]+)/g)].map(([, name]) => name));
  const declared = [...ACTION.slice(0, ACTION.indexOf('runs:')).matchAll(/^ {2}([\w-]+):$/gm)].map(([, name]) => name);
  expect([...used].sort()).toEqual(declared.sort());
});
