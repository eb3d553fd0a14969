import { ELEMENT_BYTES } from '../../core/cost/pricing.ts';
import { exactDigits } from '../../reports/writing/format.ts';
import { type Liveliness, OneLayer, pricedStep, type Side, TALLEST, THRESHOLD } from '../running/one-layer.ts';

function panel(side: Side, said: string, { units, goodness, takenForReal, pressure }: Liveliness): string {
  const bars = units.map((unit, index) => {
    const height = Math.min(TALLEST, unit);
    return `<rect class="unit" id="layer-${side}-${index}" x="${index + 0.1}" y="${TALLEST - height}" width="0.8" height="${height}"/>`;
  });
  return `<div class="panel"><h3>${said}</h3>
<svg class="units" viewBox="0 0 8 2" preserveAspectRatio="none" role="img" aria-label="How lively each of the 8 units is"><title>How lively each of the 8 units is</title>${bars.join('')}</svg>
<dl class="meter"><dt>Goodness, all squares added up</dt><dd id="layer-${side}-goodness">${goodness.toFixed(3)}</dd>
<dt>Taken for real</dt><dd id="layer-${side}-real">${(100 * takenForReal).toFixed(1)} %</dd>
<dt>Push of the next step</dt><dd id="layer-${side}-pressure">${pressure.toFixed(3)}</dd></dl></div>`;
}

/** One layer's goodness, and the normalisation behind it. */
export function layerSection(): string {
  const layer = new OneLayer();
  const [positive, negative] = [layer.of('positive'), layer.of('negative')];
  layer.dispose();
  const each = exactDigits(Number(pricedStep().cost.cold[ELEMENT_BYTES]));
  return `<section id="layer"><h2>How a layer learns alone</h2>
<p>A layer of Forward-Forward has a goal of its own. Its <b>goodness</b> is the sum of the squares of its units. It should be above ${THRESHOLD}
for a real input, here a point of the disk with the label “disk” beside it, and below ${THRESHOLD} for a false one, the same point with the label
“ring”. Each step pushes one up and the other down, and pushes less the surer the layer is.</p>
<div class="controls live"><button type="button" id="layer-step">One step</button>
<button type="button" id="layer-steps">Ten steps</button><button type="button" id="layer-again">Start over</button>
<span>Steps: <output id="layer-made">0</output></span></div>
<div class="pair">${panel('positive', 'With its true label: should be lively', positive)}${panel('negative', 'With a wrong label: should be quiet', negative)}</div>
<p>One step of these 8 units moves <b id="layer-each">${each}</b><span class="live">; so far <b class="odometer" id="layer-moved">0</b></span>.</p>
<h3>Only the direction is handed on</h3>
<p>If a layer handed on its units as they are, the next one could read off their length what this one had found, and learn nothing.
So each layer’s output is made one long before the next sees it: every point on the ray looks the same from above.</p>
<p class="controls live"><label>unit 1 <input type="range" id="unit-1" min="0" max="2" step="0.01" value="1.2"></label>
<label>unit 2 <input type="range" id="unit-2" min="0" max="2" step="0.01" value="0.7"></label></p>
<div class="pair"><svg class="ray" viewBox="-0.1 -2.1 2.3 2.2" role="img" aria-label="Two units as an arrow, and where it meets the unit circle"><title>Two units as an arrow, and where it meets the unit circle</title>
<path class="circle" d="M1 0A1 1 0 0 0 0 -1"/><path class="axis" d="M0 -2V0H2"/><path class="arrow" id="unit-arrow" d="M0 0L1.2 -0.7"/><circle class="seen" id="unit-seen" cx="0.86" cy="-0.5" r="0.05"/></svg>
<dl class="meter live"><dt>This layer’s goodness</dt><dd id="unit-goodness"></dd><dt>What the next layer sees</dt><dd id="unit-sees"></dd>
<dt>Taking the length away moves</dt><dd id="unit-cost"></dd></dl></div>
</section>`;
}
