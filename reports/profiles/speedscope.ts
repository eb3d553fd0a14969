import { requireExactCost } from '../../core/parts/part.ts';
import { toolVersion } from '../results/tool-version.ts';
import { jsonText, visibleText } from '../writing/visible-text.ts';
import type { CostFrame, CostProfile } from './cost-profile.ts';

/**
 * Profiles as a file that https://www.speedscope.app opens, offline too: a sampled profile each, whose weights are ByteDMD
 * costs, in the order in which the places first occur. Throws InputError where the cost of one passes 2^53.
 */
export function speedscopeJson(name: string, profiles: readonly CostProfile[]): string {
  const frames = new FrameList();
  const sampled = profiles.map((profile) => {
    const weights = profile.stacks.map(({ cost }) => cost);
    const endValue = weights.reduce((sum, cost) => sum + cost, 0);
    requireExactCost(`${profile.name}: profile`, endValue);
    return {
      type: 'sampled',
      name: visibleText(profile.name),
      unit: 'none',
      startValue: 0,
      endValue,
      samples: profile.stacks.map((stack) => stack.frames.map((frame) => frames.indexOf(frame))),
      weights,
    };
  });
  return jsonText({
    $schema: 'https://www.speedscope.app/file-format-schema.json',
    exporter: `tensor-odometer ${toolVersion()}`,
    name: visibleText(name),
    activeProfileIndex: 0,
    shared: { frames: frames.list },
    profiles: sampled,
  });
}

/** The frames of all profiles, each once. */
class FrameList {
  readonly list: CostFrame[] = [];
  private readonly indices = new Map<string, number>();

  indexOf(frame: CostFrame): number {
    const found = this.indices.get(frame.name);
    if (found !== undefined) return found;
    this.indices.set(frame.name, this.list.length);
    return this.list.push({ ...frame, name: visibleText(frame.name) }) - 1;
  }
}
