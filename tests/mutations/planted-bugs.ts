import { ELEMENT_AND_STACK_BUGS } from './element-and-stack-bugs.ts';
import { GATE_BUGS } from './gate-bugs.ts';
import { KERNEL_MODEL_BUGS } from './kernel-model-bugs.ts';
import { METER_BUGS } from './meters/meter-bugs.ts';
import { SCHEDULE_BUGS } from './meters/schedule-bugs.ts';
import { PLANNING_BUGS } from './planning-bugs.ts';
import type { PlantedBug } from './planted-bug.ts';
import { PROGRAM_BUGS } from './programs/program-bugs.ts';
import { RUN_BUGS } from './run-bugs.ts';
import { FIRST_READ_BUGS } from './runs/first-read-bugs.ts';
import { LONE_READ_BUGS } from './runs/lone-read-bugs.ts';
import { OVERLAP_BUGS } from './runs/overlap-bugs.ts';
import { SINGLE_ELEMENT_BUGS } from './runs/single-element-bugs.ts';
import { SKIPPING_BUGS } from './runs/skipping-bugs.ts';
import { WINDOW_BUGS } from './runs/window-bugs.ts';
import { SEQUENCE_BUGS } from './sequence-bugs.ts';
import { TRACE_BUGS } from './trace-bugs.ts';

/** Every bug that is planted, in the order of the rooms. */
export const PLANTED_BUGS: readonly PlantedBug[] = [
  ...TRACE_BUGS,
  ...ELEMENT_AND_STACK_BUGS,
  ...PLANNING_BUGS,
  ...OVERLAP_BUGS,
  ...RUN_BUGS,
  ...SINGLE_ELEMENT_BUGS,
  ...FIRST_READ_BUGS,
  ...LONE_READ_BUGS,
  ...SKIPPING_BUGS,
  ...WINDOW_BUGS,
  ...SEQUENCE_BUGS,
  ...PROGRAM_BUGS,
  ...METER_BUGS,
  ...SCHEDULE_BUGS,
  ...KERNEL_MODEL_BUGS,
  ...GATE_BUGS,
];
