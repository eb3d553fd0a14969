import { describe, InputError } from '../../core/input-error.ts';
import { DATASET_NAMES, type DataSource, type DatasetName, IMAGE_FORMS } from '../data/catalog.ts';
import type { NetworkShape } from '../rule/network-shape.ts';
import type { Question } from '../rule/question.ts';
import type { Rule } from '../rule/rule.ts';
import type { QuickSetting, Scenario } from '../rule/scenario.ts';
import { type MakeImages, ownDataset } from './task-data.ts';
import { requireTaskFields } from './task-fields.ts';
import { requireTitle } from './titles.ts';

/** What is learned from: the name of a data set that there is, or a function that makes images and labels. */
export type TaskData = DatasetName | MakeImages;

/** A task: the images, the network, and the accuracy to which rules are compared. */
export interface TaskDefinition {
  /** In texts, charts and tables: `Disk in a ring`. */
  readonly title: string;
  /** In commands and files, of lower-case letters, digits and dashes; default: the title, so written. */
  readonly id?: string;
  /** Where the task is described. */
  readonly source?: string;
  /** Of several data sets the first is the default, and the last is that of the preset `documented`. */
  readonly data: TaskData | readonly TaskData[];
  /** Layer widths, the first of as many units as an image has numbers, without a readout; and 2 to 256 classes. */
  readonly shape: NetworkShape;
  /** Images of an update. */
  readonly batch: number;
  /** Most epochs of a training. */
  readonly epochs: number;
  /** The accuracy on test images at which training is over, in (0, 1]. */
  readonly criterion: number;
  /** Rules that commands find by these ids, beside those of files; default: none. */
  readonly rules?: Readonly<Record<string, Rule>>;
  /** Seeds of a comparison, from 0; default 0, 1, 2. */
  readonly seeds?: readonly number[];
  /** As many of the training images as the preset `documented` learns from, drawn by the seed; default: all. */
  readonly trainImages?: number;
  /** How the preset `quick` differs: a smaller network, fewer epochs; default: it does not. */
  readonly quick?: Partial<QuickSetting>;
  /** What is asked of a comparison, and how reports answer it. */
  readonly questions?: readonly Question[];
  /** Id of the task that the questions hold this one against. */
  readonly heldAgainst?: string;
}

/**
 * A task to compare learning rules on: for `odometer compare --task FILE` the default export of a file. Throws InputError
 * naming the field that is missing, unknown or out of range. What is wrong with images that a function makes is told when
 * they are made, before anything is trained.
 */
export function defineTask(task: TaskDefinition): Scenario {
  if (typeof task !== 'object' || task === null) {
    throw new InputError(`defineTask: must be given an object, got ${describe(task)}`);
  }
  const { title } = task;
  requireTitle('defineTask: title', title);
  const id = task.id ?? dashed(title);
  const list: readonly TaskData[] = Array.isArray(task.data) ? task.data : [task.data];
  requireTaskFields(title, { ...task, id, data: list });
  const { source = 'no source stated', shape, batch, epochs, criterion, seeds, trainImages } = task;
  const { layers } = shape;
  const quick: QuickSetting = { layers, batch, epochs, criterion, ...task.quick };
  if (quick.layers[0] !== layers[0]) {
    throw new InputError(`${title}: quick.layers must begin as shape.layers, ${layers[0]}, got ${quick.layers[0]}`);
  }
  return {
    id,
    title,
    source,
    datasets: sources(title, id, list, shape),
    defaultShape: shape,
    defaultBatch: batch,
    defaultEpochs: epochs,
    rules: task.rules ?? {},
    criterion: { testAccuracy: criterion },
    ...(seeds === undefined ? {} : { seeds }),
    ...(trainImages === undefined ? {} : { documentedTrainImages: trainImages }),
    quick,
    ...(task.questions === undefined ? {} : { questions: task.questions }),
    ...(task.heldAgainst === undefined ? {} : { heldAgainst: task.heldAgainst }),
  };
}

/** `disk-in-a-ring` of `Disk in a ring`. */
function dashed(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

/** Data made by a function are called as the task is; of several functions all but the first have their number behind it. */
function sources(title: string, id: string, data: readonly TaskData[], shape: NetworkShape): DataSource[] {
  let made = 0;
  return data.map((one) => {
    if (typeof one === 'string') return fitting(title, one, shape);
    made++;
    const name = made === 1 ? id : `${id}-${made}`;
    if (!DATASET_NAMES.some((known) => known === name)) return ownDataset(title, name, one, shape);
    throw new InputError(`${title}: id must not be ${name}, for a data set there is has that name`);
  });
}

/** The data set. Throws InputError where the shape is not one for its images. */
function fitting(title: string, data: DatasetName, { layers, classes }: NetworkShape): DatasetName {
  const form = IMAGE_FORMS[data];
  if (layers[0] !== form.width) {
    throw new InputError(
      `${title}: shape.layers must begin with ${form.width}, the numbers of an image of ${data}, got ${layers[0]}`,
    );
  }
  if (classes === form.classes) return data;
  throw new InputError(`${title}: shape.classes must be ${form.classes}, those of ${data}, got ${classes}`);
}
