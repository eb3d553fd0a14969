import { measureBody } from '../../../instrument/cases/measured-body.ts';
import type { MeasuredBody } from '../../../instrument/cases/measured-trace.ts';
import { answering } from '../../../scenarios/threads/thread-pool.ts';
import type { CaseTask } from './case-pool.ts';

/** Prices what one body did in a thread of the pool. */
export default answering<CaseTask, MeasuredBody, never>(({ recorded, settings }) => measureBody(recorded, settings));
