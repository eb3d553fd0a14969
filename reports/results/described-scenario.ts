import { z } from 'zod';
import { ALGORITHMS } from '../../scenarios/rule/algorithm.ts';
import { ANSWER_KINDS } from '../../scenarios/rule/question.ts';
import type { ScenarioDescription } from '../../scenarios/rule/scenario-description.ts';
import { count } from './exact-count.ts';

const label = z.strictObject({ title: z.string(), shortName: z.string(), colour: count });

/** How the rules of a scenario are called, and what is asked of it. */
export const descriptionSchema: z.ZodType<ScenarioDescription> = z.strictObject({
  labels: z.record(z.enum(ALGORITHMS), label),
  questions: z.array(z.strictObject({ question: z.string(), answeredBy: z.enum(ANSWER_KINDS) })),
  heldAgainst: z.string().exactOptional(),
});
