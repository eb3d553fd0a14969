import { nodeModule } from '../../sources/node-module.ts';
import { NamedFunctions } from './named-functions.ts';

/** What the engine executes as a file, and where it takes its first character to be. Lines and columns from 1. */
export interface ScriptText {
  readonly text: string;
  readonly line: number;
  readonly column: number;
  readonly functions: NamedFunctions;
}

/** By hash: a test may record thousands of nests of one script. */
const known = new Map<string, ScriptText | null>();

/**
 * The script that a frame of the stack is in, as a loader made it of a file; null where the engine does not tell or the
 * text is not source. Asks the engine for all its scripts, once for each script: a tenth of a second.
 */
export function scriptText(frame: NodeJS.CallSite): ScriptText | null {
  const hash = frame.getScriptHash();
  const found = known.get(hash) ?? (known.has(hash) ? null : askedFor(hash));
  known.set(hash, found);
  return found;
}

function askedFor(wanted: string): ScriptText | null {
  let found: ScriptText | null = null;
  const inspector = nodeModule('node:inspector');
  if (inspector === null) return null;
  const session = new inspector.Session();
  try {
    session.connect();
    session.on('Debugger.scriptParsed', ({ params: { hash, scriptId, startLine, startColumn } }) => {
      if (hash !== wanted || found !== null) return;
      session.post('Debugger.getScriptSource', { scriptId }, (error, { scriptSource: text }) => {
        const functions = error === null ? NamedFunctions.in(text) : null;
        if (functions !== null) found = { text, line: startLine + 1, column: startColumn + 1, functions };
      });
    });
    session.post('Debugger.enable');
    session.post('Debugger.disable');
  } catch {
    // An engine without an inspector: what the script holds beside the body is not known.
  } finally {
    session.disconnect();
  }
  return found;
}
