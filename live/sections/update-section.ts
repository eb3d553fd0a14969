import { bytes, exactDigits, inWords } from '../../reports/writing/format.ts';
import { RULE_IDS, type RuleId } from '../running/toy-task.ts';
import { PHASE_WORDS, stretchesOf } from '../running/update-moments.ts';
import { type CommittedToy, RULE_NAMES } from './committed-toy.ts';

const HEIGHT = 30;

/** The stretches of an update side by side, all drawings on one scale of instructions. */
function strip(rule: RuleId, { rules }: CommittedToy): string {
  const longest = Math.max(...RULE_IDS.map((id) => rules[id].instructions));
  const last = rules[rule].waits.length - 1;
  const parts = stretchesOf(rules[rule]).map(({ phase, layer, from, to }) => {
    const said = `${layer === null ? '' : `layer ${layer + 1} `}${PHASE_WORDS[phase] ?? phase}`;
    return `<rect class="phase-${phase.replaceAll(' ', '-')}" x="${from}" y="${10 * (layer ?? last)}" width="${to - from}" height="9"><title>${said}</title></rect>`;
  });
  return `<svg class="strip" viewBox="0 0 ${longest} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="One update of ${RULE_NAMES[rule]}, in time from left to right, a row for each layer">
<title>One update of ${RULE_NAMES[rule]}, in time from left to right, a row for each layer</title>${parts.join('')}
<rect class="cursor live" id="update-${rule}-cursor" x="0" y="0" width="${longest / 250}" height="${HEIGHT}"/></svg>`;
}

function panel(rule: RuleId, toy: CommittedToy): string {
  const { waits, peakLiveBytes, costPerUpdate, peakLiveElements } = toy.rules[rule];
  const most = Math.max(...RULE_IDS.map((id) => toy.rules[id].peakLiveElements));
  const layers = waits.map(
    ({ layer }) =>
      `<li id="update-${rule}-layer-${layer}">${layer === 2 ? 'layer 3, the answer' : `layer ${layer + 1}`}<small class="live" id="update-${rule}-state-${layer}">waits</small></li>`,
  );
  return `<div class="panel rule-${rule}"><h3>${RULE_NAMES[rule]}</h3>
<p class="doing live">now: <b id="update-${rule}-doing">being traced</b></p>
<ol class="layers">${layers.join('')}</ol>
${strip(rule, toy)}
<dl class="meter">
<dt>Held in memory</dt><dd><span class="still">at most ${bytes(peakLiveBytes)}</span><span class="live" id="update-${rule}-live">0 B</span></dd>
<dt>Moved</dt><dd class="odometer"><span class="still">${exactDigits(costPerUpdate)}</span><span class="live" id="update-${rule}-cost">0</span></dd></dl>
<svg class="bar" viewBox="0 0 ${most} 10" preserveAspectRatio="none" aria-hidden="true"><rect class="bar-room" width="${most}" height="10"/><rect class="bar-${rule}" id="update-${rule}-bar" width="${peakLiveElements}" height="10"/></svg>
</div>`;
}

const KEYS = [
  ['forward', 'runs points forward'],
  ['goodness-and-loss', 'measures how far off it is'],
  ['backward', 'sends the error back, or works out a change'],
  ['re-forward', 'runs again, hands on'],
  ['optimiser', 'changes weights'],
] as const;

/** One update of each rule, side by side. */
export function updateSection(toy: CommittedToy): string {
  const { ff, bp } = toy.rules;
  return `<section id="update"><h2>One step of each rule</h2>
<p>To learn, a network looks at examples and then changes its weights a little: one <b>update</b>. Watch one of each rule on 300 points,
and when a layer gets its new weights (⚡). With backprop all layers wait until the error has come back, and meanwhile everything computed on
the way up must be kept. With Forward-Forward a layer is done before the next one begins.</p>
<p>What it buys is not less movement: one update of Forward-Forward moves ${inWords(ff.costPerUpdate)}, one of backprop ${inWords(bp.costPerUpdate)}.
It sees every point twice, and runs each layer once more with its new weights before it hands on.</p>
<div class="controls live"><button type="button" id="update-run">Play</button>
<button type="button" id="update-next">Next phase</button>
<button type="button" id="update-again">Start over</button></div>
<p class="live"><label>Time, in operations executed <input class="wide" type="range" id="update-at" min="0" max="1000" step="1" value="0"></label></p>
<div class="pair">${RULE_IDS.map((rule) => panel(rule, toy)).join('\n')}</div>
<p class="faint">Below the layers: a row for each, time to the right.</p>
<p class="legend keys">${KEYS.map(([phase, said]) => `<span class="key-phase"><svg class="swatch" viewBox="0 0 10 10" aria-hidden="true"><rect class="phase-${phase}" width="10" height="10"/></svg>${said}</span>`).join(' ')}</p>
<p class="faint">None of this is animated by hand: phases, layers, what is held and what has been moved come from the trace of the real update, operation by operation.</p>
</section>`;
}
