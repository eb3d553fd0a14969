import * as z from 'zod';
import { describe, InputError } from '../../core/input-error.ts';
import { DATASET_NAMES, type DatasetName } from '../data/catalog.ts';
import { MOST_BATCH_IMAGES } from '../rule/network-shape.ts';
import { ANSWER_KINDS } from '../rule/question.ts';
import type { Rule } from '../rule/rule.ts';
import type { MakeImages } from './task-data.ts';

/** Labels are bytes. */
const MOST_CLASSES = 256;
/** What is beyond these is a slip of the pen. */
const MOST_UNITS = 2 ** 24;
const MOST_EPOCHS = 1e6;
const MOST_IMAGES = 1e9;
const MOST_SEED = 2 ** 32 - 1;

/** What a message says of a field that is otherwise. */
function must(what: string) {
  return {
    error: ({ input }: { readonly input?: unknown }) => {
      const got = Array.isArray(input) ? `[${input.map(describe).join(', ')}]` : describe(input);
      return `must be ${what}, got ${got}`;
    },
  };
}

function integerIn(least: number, most: number) {
  const error = must(`an integer in ${least}..${most}`);
  return z.int(error).min(least, error).max(most, error);
}

function listOf<Item extends z.ZodType>(what: string, item: Item, least = 1) {
  const error = must(`a list of ${what}`);
  return z.array(item, error).min(least, error);
}

const text = z.string(must('a text')).regex(/\S/, must('a text'));
const shareError = must('in (0, 1]');
const share = z.number(shareError).positive(shareError).max(1, shareError);
const unitCount = integerIn(1, MOST_UNITS);
const widths = listOf('at least two widths', unitCount, 2);
const idError = must('of lower-case letters, digits and dashes');
const ruleError = must('a rule, as defineRule makes one');
const dataError = must(`${DATASET_NAMES.join(', ')} or a function that makes images`);
const optionError = must('a number, a text or true or false');

const setting = {
  batch: integerIn(1, MOST_BATCH_IMAGES),
  epochs: integerIn(1, MOST_EPOCHS),
  criterion: share,
};

const taskSchema = z.strictObject({
  title: text,
  id: z.string(idError).regex(/^[a-z0-9][a-z0-9-]*$/, idError),
  source: text.exactOptional(),
  data: listOf(
    'data sets',
    z.custom<DatasetName | MakeImages>(
      (value) => typeof value === 'function' || DATASET_NAMES.some((name) => name === value),
      dataError,
    ),
  ),
  shape: z.strictObject(
    {
      layers: widths,
      classes: integerIn(2, MOST_CLASSES),
      receptiveFields: listOf('widths', unitCount).exactOptional(),
    },
    must('an object with layers and classes'),
  ),
  ...setting,
  rules: z
    .record(
      z.string(),
      z.custom<Rule>((value) => typeof (value as Partial<Rule> | null)?.configured === 'function', ruleError),
      must('an object of rules'),
    )
    .exactOptional(),
  seeds: listOf('seeds', integerIn(0, MOST_SEED)).exactOptional(),
  trainImages: integerIn(1, MOST_IMAGES).exactOptional(),
  quick: z
    .strictObject(
      {
        layers: widths,
        ...setting,
        evaluateEvery: integerIn(1, MOST_IMAGES),
        evaluationImages: integerIn(1, MOST_IMAGES),
        options: z.record(
          z.string(),
          z.record(z.string(), z.union([z.number(), z.boolean(), z.string()], optionError)),
          must('an object of options by rule'),
        ),
      },
      must('an object'),
    )
    .partial()
    .exactOptional(),
  questions: z
    .array(
      z.strictObject({
        question: text,
        answeredBy: z.enum(ANSWER_KINDS, must(`one of ${ANSWER_KINDS.join('; ')}`)),
        of: z.tuple([text, text], must('the ids of two rules')).exactOptional(),
      }),
      must('a list of questions'),
    )
    .exactOptional(),
  heldAgainst: text.exactOptional(),
});

const FIELDS = Object.keys(taskSchema.shape).join(', ');

/** Throws InputError, beginning with `owner` and naming the first field that is missing, unknown or out of range. */
export function requireTaskFields(owner: string, fields: object): void {
  const result = taskSchema.safeParse(fields);
  if (result.success) return;
  const [issue] = result.error.issues;
  const where = issue.path.reduce<string>(
    (path, key) => (typeof key === 'number' ? `${path}[${key}]` : `${path}${path === '' ? '' : '.'}${String(key)}`),
    '',
  );
  if (issue.code !== 'unrecognized_keys') throw new InputError(`${owner}: ${where} ${issue.message}`);
  const [unknown] = issue.keys;
  const fieldsThere = where === '' ? `; there are ${FIELDS}` : '';
  throw new InputError(`${owner}: unknown field ${where === '' ? '' : `${where}.`}${unknown}${fieldsThere}`);
}
