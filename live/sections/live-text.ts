import type { CommittedToy } from './committed-toy.ts';
import { layerSection } from './layer-section.ts';
import { nestSection } from './nest-section.ts';
import { ringSection } from './ring-section.ts';
import { scorecardSection } from './scorecard-section.ts';
import { stackSection } from './stack-section.ts';
import { updateSection } from './update-section.ts';

export const LIVE_TITLE = 'See it move: what learning costs in data moved';

const HEAD = `<h1>See it move</h1>
<p class="lede">A computer spends most of its energy not on arithmetic but on fetching numbers. This page puts an odometer on the fetching:
it counts how far data travels while a small network learns, in two ways of learning, and lets you watch.</p>
<p>The number it shows is called <b>ByteDMD cost</b>. Think of all numbers a program has at hand as one stack of papers: whatever was used last lies on top.
To read a number again, you dig for it. One lying at depth <i>d</i> costs the square root of <i>d</i> a byte, rounded up, since on a chip
<i>d</i> things need an area of <i>d</i>, and crossing it is a way of √<i>d</i>. Nothing is estimated: every read is counted.</p>
<p class="faint">Everything here is computed in your browser; nothing is fetched, nothing is sent. <span class="still">On paper and without
script, text and drawings stand, and the figures are those of the committed results.</span></p>`;

const SOURCES = `<section id="sources"><h2>Where this comes from</h2>
<ul>
<li>G. Hinton, <i>The Forward-Forward Algorithm: Some Preliminary Investigations</i>, 2022,
<a href="https://arxiv.org/abs/2212.13345">arXiv:2212.13345</a>: the rule, and its weighing against backprop.</li>
<li>The explainer <i>The Forward-Forward Algorithm: Two Forward Passes Instead of a Backward One</i>, 5 July 2026, in whose order this page goes:
its toy, its two passes and its scorecard, which it has in words.</li>
<li>ByteDMD: <a href="https://github.com/cybertronai/ByteDMD">cybertronai/ByteDMD</a>, the price of a read; after W. Dally, <i>On the Model of
Computation</i>, CACM 2022.</li>
<li>Figures “as committed”: <a href="../results/README.md">results</a> of tensor-odometer, which also traced and trained what moves here.
More networks, at size: <a href="index.html">the report</a>.</li>
</ul></section>`;

/** All of the page but its script: readable as it stands. */
export function liveText(toy: CommittedToy): string {
  return [
    HEAD,
    stackSection(),
    updateSection(toy),
    ringSection(toy),
    layerSection(),
    scorecardSection(toy),
    nestSection(),
    SOURCES,
  ].join('\n');
}
