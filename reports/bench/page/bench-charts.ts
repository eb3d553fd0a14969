import { type ChartImages, withImages } from '../../pictures/chart-images.ts';
import { titledPicture } from '../../pictures/chart-picture.ts';
import type { BenchResult } from '../bench-result.ts';
import { labelOfCase } from '../case-id.ts';
import { caseFinding, hasDepths, missesText } from './case-fold.ts';
import { DEPTH_MEANING, DEPTH_TITLE, depthDrawing } from './depth-drawing.ts';

/** How deep the reads of each case go, as an SVG and a PNG file each, by the name of the case; none of one that reads nothing. */
export function benchCharts({ cases }: BenchResult): Promise<ChartImages> {
  const drawn = cases.filter(hasDepths).map((one): [string, string] => {
    const name = labelOfCase(one.id);
    const title = `${name}: ${DEPTH_TITLE}`;
    const explanation = `${DEPTH_MEANING}${missesText(one)}`;
    return [
      `${name}-depths`,
      titledPicture({ title, finding: caseFinding(one), svg: depthDrawing(one, name), explanation }),
    ];
  });
  return withImages(drawn);
}
