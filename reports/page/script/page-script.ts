import { COLUMNS_SCRIPT } from '../../writing/json-columns.ts';
import { DOWNLOADS_SCRIPT } from './downloads-script.ts';
import { ICICLE_SCRIPT } from './icicle-script.ts';
import { TIPS_SCRIPT } from './tips-script.ts';

/** The script of the report, its types in comments, by which a test checks it. */
export const TYPED_SCRIPT = `'use strict';
{${TIPS_SCRIPT}${ICICLE_SCRIPT}${COLUMNS_SCRIPT}${DOWNLOADS_SCRIPT}}
`;

/**
 * The same as pages have it, without comments and indents: it only adds to what can be read without it. JavaScript as text, the
 * same bytes however the program was compiled, so that a page does not depend on that.
 */
export const PAGE_SCRIPT = TYPED_SCRIPT.replaceAll(/\/\*\*[\s\S]*?\*\/ ?/g, '').replaceAll(/^\s*(\/\/ .*)?/gm, '');
