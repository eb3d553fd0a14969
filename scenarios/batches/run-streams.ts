/** The generator's streams that the first weights of a run and everything in its training come from. */
export const WEIGHTS_STREAM = 11;
export const TRAINING_STREAM = 12;
