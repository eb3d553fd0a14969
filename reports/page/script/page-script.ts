import { DOWNLOADS_SCRIPT } from './downloads-script.ts';
import { ICICLE_SCRIPT } from './icicle-script.ts';
import { TIPS_SCRIPT } from './tips-script.ts';

/**
 * The script of the report, which only adds to what can be read without it. JavaScript as text, the same bytes however the
 * program was compiled, so that a page does not depend on that; its types are in comments, and a test checks them.
 */
export const PAGE_SCRIPT = `'use strict';
{${TIPS_SCRIPT}${ICICLE_SCRIPT}${DOWNLOADS_SCRIPT}}
`;
