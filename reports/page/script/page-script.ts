import { COLUMNS_SCRIPT } from '../../writing/json-columns.ts';
import { CAPACITY_SCRIPT } from './capacity-script.ts';
import { DOWNLOADS_SCRIPT } from './downloads-script.ts';
import { ICICLE_SCRIPT } from './icicle-script.ts';
import { TIPS_SCRIPT } from './tips-script.ts';

/** The results that the page carries. */
const UNPACK_SCRIPT = `
/** The results, which are packed in the page, unpacked once. @type {Promise<unknown> | undefined} */
let results;
function unpacked() {
  results ??= (async () => {
    const packed = document.getElementById('odometer-results')?.textContent ?? '';
    const bytes = Uint8Array.from(atob(packed), (character) => character.charCodeAt(0));
    const text = new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw')));
    return inRows(await text.json());
  })();
  return results;
}
`;

/** The script of the report, its types in comments, by which a test checks it. */
export const TYPED_SCRIPT = `'use strict';
{${TIPS_SCRIPT}${ICICLE_SCRIPT}${COLUMNS_SCRIPT}${UNPACK_SCRIPT}${CAPACITY_SCRIPT}${DOWNLOADS_SCRIPT}}
`;

/**
 * The same as pages have it, without comments and indents: it only adds to what can be read without it. JavaScript as text, the
 * same bytes however the program was compiled, so that a page does not depend on that.
 */
export const PAGE_SCRIPT = TYPED_SCRIPT.replaceAll(/\/\*\*[\s\S]*?\*\/ ?/g, '').replaceAll(/^\s*(\/\/ .*)?/gm, '');
