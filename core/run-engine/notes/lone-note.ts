import type { NotedRead, NotedStream, OldNote, RecordDepths } from './loop-notes.ts';

/** A stretch of which nothing was touched by a level, with `above` more elements above and `width` more from record to record. */
export function loneNote(
  stream: NotedStream,
  address: number,
  count: number,
  read: NotedRead,
  depths: RecordDepths,
  above: number,
  width: number,
): OldNote {
  const { number, stride } = stream;
  const { site, of, takenFirst, takenLater } = read;
  const isOne = count === 1;
  const slope = depths.slope + width;
  const end = (count - 1) * width;
  const one = Number.isNaN(depths.first) ? (Number.isNaN(depths.last) ? depths.middle : depths.last) : depths.first;
  const taken = Number.isNaN(depths.first) ? takenLater : takenFirst;
  return {
    times: 1,
    slope: 0,
    segments: [
      {
        count,
        streams: [{ number, stream: stream.stream, address, stride, stays: false }],
        reads: [
          isOne
            ? {
                site,
                of,
                first: Number.NaN,
                middle: one + above,
                slope: 0,
                last: Number.NaN,
                takenFirst: taken,
                takenLater: taken,
              }
            : {
                site,
                of,
                first: depths.first + above,
                middle: depths.middle + above,
                slope,
                last: depths.last + end + above,
                takenFirst,
                takenLater,
              },
        ],
      },
    ],
  };
}
