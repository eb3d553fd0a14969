import { z } from 'zod';
import { ANSWER_KINDS } from '../../scenarios/rule/question.ts';
import type { ScenarioDescription } from '../../scenarios/rule/scenario-description.ts';

/** What is asked of a scenario. */
export const descriptionSchema: z.ZodType<ScenarioDescription> = z.strictObject({
  questions: z.array(
    z.strictObject({
      question: z.string(),
      answeredBy: z.enum(ANSWER_KINDS),
      of: z.tuple([z.string(), z.string()]).exactOptional(),
    }),
  ),
  heldAgainst: z.string().exactOptional(),
});
