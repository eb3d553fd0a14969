import { measureTrace } from '../../instrument/timed-measurement.ts';
import { answering } from '../../scenarios/threads/thread-pool.ts';
import type { PricingTask } from './measuring-pool.ts';
import { answerTo, type ProgramAnswer } from './program-answer.ts';

/** Prices one trace in a thread of the pool, and tells the share that is done. */
export default answering<PricingTask, ProgramAnswer, number>(({ trace, options, question }, tell) => {
  const onProgress = (done: number, total: number): void => {
    if (total > 0) tell(done / total);
  };
  return answerTo(question, measureTrace(trace, { ...options, onProgress }));
});
