import { expect, test } from 'vitest';
import { csvFiles } from '../../../reports/tables/csv.ts';
import { handMadeResults } from '../../support/results/hand-made-results.ts';

test('every breakdown and curve of a hand-made result, exact, with units in the header', () => {
  const ofForwardForward = [...csvFiles(handMadeResults())].flatMap(([name, text]) => {
    const [header, ...rows] = text.trimEnd().split('\n');
    // Of what was not measured there is a header alone.
    if (rows.length === 0) return [];
    expect(rows.filter((row) => row.startsWith('toy,bp,2,')).length, name).toBe(rows.length / 2);
    return [[name, header, ...rows.filter((row) => row.startsWith('toy,ff,2,'))].join('\n')];
  });
  expect(ofForwardForward.join('\n\n')).toMatchInlineSnapshot(`
    "headline.csv
    scenario,algorithm,batch_samples,cost_cold_bytedmd,cost_cold_bytedmd_per_sample,cost_steady_bytedmd,reads,macs,cost_bytedmd_per_mac,commute_pj_dally-2022,compute_pj_dally-2022,commute_to_compute_dally-2022,peak_live_bytes,peak_live_bytes_beyond_state,second_pass_penalty
    toy,ff,2,100,50,110,10,3,33.333333333333336,12.5,2.5,5,36,12,1.5

    phases.csv
    scenario,algorithm,batch_samples,phase,reads,instructions,cost_1_byte_bytedmd,cost_4_bytes_bytedmd
    toy,ff,2,positive forward,6,3,9,60
    toy,ff,2,"odd ""phase"" </script>",4,2,6,40

    layers.csv
    scenario,algorithm,batch_samples,layer_from_0,reads,instructions,cost_1_byte_bytedmd,cost_4_bytes_bytedmd
    toy,ff,2,0,7,3,10,70
    toy,ff,2,,3,2,5,30

    roles.csv
    scenario,algorithm,batch_samples,role,reads,cost_1_byte_bytedmd,cost_4_bytes_bytedmd
    toy,ff,2,inputs,3,5,20
    toy,ff,2,weights,7,10,80

    kernels.csv
    scenario,algorithm,batch_samples,kernel,reads,instructions,cost_1_byte_bytedmd,cost_4_bytes_bytedmd
    toy,ff,2,BatchMatMul,10,5,15,100

    histogram.csv
    scenario,algorithm,batch_samples,depth_from_elements,depth_to_elements,reads,cost_4_bytes_bytedmd
    toy,ff,2,1,1,6,36
    toy,ff,2,2,3,4,64

    miss-ratio.csv
    scenario,algorithm,batch_samples,capacity_elements,capacity_bytes,miss_ratio
    toy,ff,2,0,0,1
    toy,ff,2,1,4,0.4
    toy,ff,2,3,12,0

    course.csv
    scenario,algorithm,batch_samples,instructions,cost_4_bytes_bytedmd,peak_live_bytes_since_last,phase,layer_from_0
    toy,ff,2,3,60,36,positive forward,0
    toy,ff,2,5,100,28,"odd ""phase"" </script>",

    waits.csv
    scenario,algorithm,batch_samples,layer_from_0,first_instruction,updated_after_instructions
    toy,ff,2,0,0,5"
  `);
});

test('what no order reads less of beyond a memory is a table where it is proved', () => {
  const results = handMadeResults();
  const floor = { of: 'any order', cost: { 4: 20 }, without: [], beyond: [{ capacity: 2, reads: 3 }] };
  const scenarios = results.scenarios.map((scenario) => ({
    ...scenario,
    updates: scenario.updates.map((update, at) => (at === 0 ? { ...update, floor } : update)),
  }));
  expect(csvFiles({ ...results, scenarios }).get('floors.csv')).toBe(
    'scenario,algorithm,batch_samples,capacity_elements,capacity_bytes,reads_beyond_at_least\ntoy,ff,2,2,8,3\n',
  );
});
