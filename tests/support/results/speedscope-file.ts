import { z } from 'zod';

/** The part of the speedscope file format that is written here. Source: https://www.speedscope.app/file-format-schema.json */
export const speedscopeSchema = z
  .strictObject({
    $schema: z.literal('https://www.speedscope.app/file-format-schema.json'),
    exporter: z.string().optional(),
    name: z.string().optional(),
    activeProfileIndex: z.number().optional(),
    shared: z.strictObject({
      frames: z.array(
        z.strictObject({
          name: z.string(),
          file: z.string().optional(),
          line: z.number().optional(),
          col: z.number().optional(),
        }),
      ),
    }),
    profiles: z.array(
      z.strictObject({
        type: z.literal('sampled'),
        name: z.string(),
        unit: z.enum(['bytes', 'microseconds', 'milliseconds', 'nanoseconds', 'none', 'seconds']),
        startValue: z.number(),
        endValue: z.number(),
        samples: z.array(z.array(z.int().min(0))),
        weights: z.array(z.number()),
      }),
    ),
  })
  .superRefine(({ shared, profiles }, context) => {
    profiles.forEach(({ samples, weights }, profile) => {
      const isThere = samples.flat().every((frame) => frame < shared.frames.length);
      if (isThere && samples.length === weights.length) return;
      context.addIssue({ code: 'custom', path: ['profiles', profile], message: 'samples without weights or frames' });
    });
  });

/** A parsed file, its frames by name: each profile's name, and its stacks as `a > b`, with their weights. */
export function stacksOf(content: unknown): { name: string; total: number; stacks: [string, number][] }[] {
  const { shared, profiles } = speedscopeSchema.parse(content);
  return profiles.map(({ name, samples, weights, startValue, endValue }) => ({
    name,
    total: endValue - startValue,
    stacks: samples.map((sample, index) => [
      sample.map((frame) => shared.frames[frame].name).join(' > '),
      weights[index],
    ]),
  }));
}
