import { exactDigits } from '../../reports/writing/format.ts';
import { RULE_IDS, type RuleId, toyTask, UPDATES } from '../running/toy-task.ts';
import { CHART_BOX } from '../widgets/line-chart.ts';
import { EDGE } from '../widgets/point-question.ts';
import { type CommittedToy, RULE_NAMES } from './committed-toy.ts';

/** Seeds that the reader can choose: those of the committed results. */
function seedOptions({ seeds }: CommittedToy): string {
  return seeds.map((seed) => `<option value="${seed}">${seed}</option>`).join('');
}

/** The points that are learned from, in a drawing that stands over what a network takes each place for. */
function points(rule: RuleId): string {
  const { train } = toyTask();
  const dots = [...train.labels].map((label, index) => {
    const [x, y] = [train.pixels[2 * index], -train.pixels[2 * index + 1]].map((each) => each.toFixed(3));
    return label === 0
      ? `<circle class="in-disk" cx="${x}" cy="${y}" r=".022"/>`
      : `<rect class="in-ring" x="${(Number(x) - 0.02).toFixed(3)}" y="${(Number(y) - 0.02).toFixed(3)}" width=".04" height=".04"/>`;
  });
  return `<svg id="ring-${rule}-points" viewBox="${-EDGE} ${-EDGE} ${2 * EDGE} ${2 * EDGE}" role="img" aria-label="300 points: a disk and the ring around it">
<title>300 points: a disk and the ring around it</title>${dots.join('')}
<circle class="asked live" id="ring-${rule}-asked" cx="0.6" cy="0" r=".05"/></svg>`;
}

function panel(rule: RuleId, toy: CommittedToy): string {
  const { costPerUpdate } = toy.rules[rule];
  return `<div class="panel rule-${rule}">
<h3>${RULE_NAMES[rule]}</h3>
<div class="plane"><canvas id="ring-${rule}-plane" aria-hidden="true"></canvas>${points(rule)}</div>
<dl class="meter">
<dt>Right on 300 new points</dt><dd id="ring-${rule}-accuracy">not trained yet</dd>
<dt>One update moves</dt><dd id="ring-${rule}-each">${exactDigits(costPerUpdate)}</dd>
<dt>Moved so far</dt><dd class="odometer" id="ring-${rule}-moved">0</dd>
<dt>95 % right</dt><dd id="ring-${rule}-met">not yet</dd>
</dl></div>`;
}

/** Both rules learning in the page. */
export function ringSection(toy: CommittedToy): string {
  return `<section id="ring"><h2>Two networks learn, and the odometers run</h2>
<p>Three hundred points: some lie in a <b class="disk-word">disk</b> (dots), some in the <b class="ring-word">ring</b> around it (squares).
Two small networks learn to tell which is which. Both have two layers of 12 units. <b>Backprop</b> is the usual way to teach:
it runs forward through the network, compares what comes out with what should have, and sends the error back through all layers.
<b>Forward-Forward</b> never goes back: it looks at each point twice, once with its true label and once with a wrong one, and every layer
learns by itself to be lively for the first and quiet for the second.</p>
<p>Both are trained here, in this page, by the same code that made the project's results. Each odometer counts what every single update
has moved in memory. The first chart below asks how many updates it takes, the second how much had to move.</p>
<p class="faint">A network counts as 95 % right when three checks in a row are so on average; it is checked after every update at first and then ever
more seldom, on 300 points that it has not learned from.</p>
<div class="controls live">
<button type="button" id="ring-run">Train both</button>
<button type="button" id="ring-step">One update</button>
<button type="button" id="ring-again">Start over</button>
<label>Start from seed <select id="ring-seed">${seedOptions(toy)}</select></label>
<span>Updates of each: <output id="ring-updates">0 of ${UPDATES}</output></span>
</div>
<p class="live status" id="ring-status" role="status"></p>
<div class="pair">${RULE_IDS.map((rule) => panel(rule, toy)).join('\n')}</div>
<div class="pair live">
<figure><figcaption>Share of new points that are right, by <b>updates</b></figcaption>
<svg class="chart" id="ring-by-updates" viewBox="${CHART_BOX}" role="img" aria-label="Accuracy by updates, both rules"></svg></figure>
<figure><figcaption>The same, by <b>data moved</b> (G: billions)</figcaption>
<svg class="chart" id="ring-by-moved" viewBox="${CHART_BOX}" role="img" aria-label="Accuracy by data moved, both rules"></svg></figure>
</div>
<p class="legend live"><span class="key-ff">Forward-Forward</span> <span class="key-bp">backprop</span> · the dashed line is 95 %</p>
<h3>Ask about a point</h3>
<p>Backprop reads a point once and answers. Forward-Forward has to <em>try</em> each label: it runs the point once as “disk” and once as
“ring”, and believes the run that excites its layers more. That is two passes for one answer:
<b id="ring-asking-ff">${exactDigits(toy.rules.ff.costOfAsking)}</b> moved against <b id="ring-asking-bp">${exactDigits(toy.rules.bp.costOfAsking)}</b>,
<b id="ring-asking-ratio">${(toy.rules.ff.costOfAsking / toy.rules.bp.costOfAsking).toFixed(2)}</b> times as much.</p>
<div class="live">
<p class="controls"><label>across <input type="range" id="ring-x" min="-1.1" max="1.1" step="0.01" value="0.6"></label>
<label>up <input type="range" id="ring-y" min="-1.1" max="1.1" step="0.01" value="0"></label> or click a picture above.</p>
<div class="scroll"><table><thead><tr><th scope="col">The point</th><th scope="col">layer 1</th><th scope="col">layer 2</th><th scope="col">together</th></tr></thead>
<tbody id="ring-scores"><tr><td>not asked yet</td><td></td><td></td><td></td></tr></tbody></table></div>
<p id="ring-answer" class="answered"></p></div>
</section>`;
}
